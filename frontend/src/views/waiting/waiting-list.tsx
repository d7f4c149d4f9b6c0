import type { WaiterView } from '@liveclass/contract';
import { Check, DoorOpen, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../ui/avatar.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { type Choice, ChoiceMenu } from '../../ui/menu.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useNow } from '../lobby/use-now.ts';
import panel from '../room/panel.module.css';
import { useParts } from '../room/room-context.ts';
import styles from './waiting.module.css';

const MINUTE_MS = 60_000;

/** For a teacher: who stands in front of the room, in the order of coming, and the ways to let them in or turn them away. */
export function WaitingList() {
  const { t } = useTranslation();
  const { waiting } = useParts();
  const { waiters } = useWatched(waiting.state).door;
  if (waiters.length === 0) return null;
  return (
    <section className={styles['list']} aria-labelledby="waiting-title">
      <header className={styles['head']}>
        <h3 id="waiting-title">{t('waiting.title', { count: waiters.length })}</h3>
        <Button look="quiet" icon={<DoorOpen size={18} aria-hidden />} onPress={() => void waiting.letAllIn()}>
          {t('waiting.letAllIn')}
        </Button>
      </header>
      <ol>
        {waiters.map((waiter) => (
          <WaiterRow key={waiter.id} waiter={waiter} />
        ))}
      </ol>
    </section>
  );
}

function WaiterRow({ waiter }: { readonly waiter: WaiterView }) {
  const { t } = useTranslation();
  const { waiting } = useParts();
  const now = useNow();
  const { id, since } = waiter;
  const name = waiter.name || t('roster.noName');
  const minutes = Math.max(0, Math.floor((now - since) / MINUTE_MS));
  const choices: Choice[] = [
    { id: 'now', label: t('waiting.notNow'), hint: t('waiting.notNowHint'), onChoose: () => void waiting.turnAway(id, false) },
    { id: 'session', label: t('waiting.notToday'), isDanger: true, onChoose: () => void waiting.turnAway(id, true) },
  ];
  const away = t('waiting.turnAway', { name });
  return (
    <li className={styles['row']} data-testid="waiter">
      <Avatar name={name} isSmall />
      <div className={panel['who']}>
        <p className={panel['name']}>
          <bdi>{name}</bdi>
        </p>
        <p className={panel['note']}>
          {waiter.isGuest && `${t('role.guest')} · `}
          {minutes === 0 ? t('hands.justNow') : t('hands.waits', { count: minutes })}
        </p>
      </div>
      <IconButton label={t('waiting.letIn', { name })} onPress={() => void waiting.letIn(id)}>
        <Check size={20} aria-hidden />
      </IconButton>
      <ChoiceMenu label={away} choices={choices}>
        <IconButton label={away}>
          <X size={20} aria-hidden />
        </IconButton>
      </ChoiceMenu>
    </li>
  );
}
