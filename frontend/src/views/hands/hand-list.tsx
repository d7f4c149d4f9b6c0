import type { HandView } from '@liveclass/contract';
import { Hand, HandGrab, Mic } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../ui/button.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useNow } from '../lobby/use-now.ts';
import panel from '../room/panel.module.css';
import { useRoom } from '../room/room-context.ts';
import styles from './hands.module.css';

const MINUTE_MS = 60_000;

/** Who waits to speak, in the order of raising, and since when; for a teacher the ways to call and to lower. */
export function HandList() {
  const { t } = useTranslation();
  const { state, parts } = useRoom();
  const { queue } = useWatched(parts.hands.state);
  const isTeacher = state.me?.role === 'teacher';
  if (queue.length === 0) return null;
  return (
    <section className={styles['hands']} aria-labelledby="hands-title">
      <header className={styles['head']}>
        <h3 id="hands-title">{t('hands.title', { count: queue.length })}</h3>
        {isTeacher && (
          <Button look="quiet" onPress={() => void parts.hands.lowerAll()}>
            {t('hands.lowerAll')}
          </Button>
        )}
      </header>
      <ol className={styles['queue']}>
        {queue.map((hand) => (
          <HandRow key={hand.seatId} hand={hand} isTeacher={isTeacher} />
        ))}
      </ol>
    </section>
  );
}

function HandRow({ hand, isTeacher }: { readonly hand: HandView; readonly isTeacher: boolean }) {
  const { t } = useTranslation();
  const { state, parts } = useRoom();
  const now = useNow();
  const { seatId, raisedAt } = hand;
  const person = state.people.find((one) => one.seatId === seatId);
  const name = person?.name ?? t('hands.somebody');
  const minutes = Math.max(0, Math.floor((now - raisedAt) / MINUTE_MS));
  const waits = minutes === 0 ? t('hands.justNow') : t('hands.waits', { count: minutes });
  return (
    <li className={styles['row']} data-testid="hand" data-seat={seatId}>
      <Hand size={18} aria-hidden />
      <div className={panel['who']}>
        <p className={panel['name']}>
          <bdi>{person?.isMe ? t('common.youName', { name }) : name}</bdi>
        </p>
        <p className={panel['note']}>{waits}</p>
      </div>
      {isTeacher && person && person.role === 'student' && (
        <IconButton label={t('hands.give', { name })} onPress={() => void parts.hands.giveFloor(seatId)}>
          <Mic size={18} aria-hidden />
        </IconButton>
      )}
      {isTeacher && !person?.isMe && (
        <IconButton label={t('hands.lowerOther', { name })} onPress={() => void parts.hands.lowerOther(seatId)}>
          <HandGrab size={18} aria-hidden />
        </IconButton>
      )}
    </li>
  );
}
