import { Dices, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../models/people.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useRoom } from '../room/room-context.ts';
import styles from './lively.module.css';

/** Whom the draw came upon, for everybody to see; for a teacher with what usually comes next. */
export function DrawCard() {
  const { t } = useTranslation();
  const { state, parts } = useRoom();
  const { draw } = parts.lively;
  const { drawn } = useWatched(draw.state);
  if (!drawn) return null;
  const person = state.people.find(({ seatId }) => seatId === drawn.seatId);
  return (
    <section className={styles['card']} aria-label={t('draw.title')} data-testid="drawn" data-seat={drawn.seatId}>
      <Dices size={20} aria-hidden />
      <p key={`${drawn.seatId}/${drawn.at}`} className={styles['drawn']}>
        <span className={styles['soft']}>{t(person?.isMe ? 'draw.mineLabel' : 'draw.label')}</span>
        <bdi className={styles['drawnName']}>{person?.isMe ? t('draw.mine') : (person?.name ?? t('draw.somebody'))}</bdi>
      </p>
      <span className={styles['controls']}>
        {state.me?.role === 'teacher' && <Next person={person} />}
        <IconButton label={t('common.close')} onPress={() => draw.putAside()}>
          <X size={18} aria-hidden />
        </IconButton>
      </span>
    </section>
  );
}

function Next({ person }: { readonly person: Person | undefined }) {
  const { t } = useTranslation();
  const { hands, lively } = useRoom().parts;
  const { floor } = useWatched(hands.state);
  const { isBusy, isEmpty } = useWatched(lively.draw.state);
  return (
    <>
      {person && floor?.seatId !== person.seatId && (
        <Button look="primary" onPress={() => void hands.giveFloor(person.seatId)}>
          {t('hands.giveShort')}
        </Button>
      )}
      <Button isDisabled={isBusy || isEmpty} onPress={() => void lively.draw.next()}>
        {t(isEmpty ? 'draw.allAsked' : 'draw.another')}
      </Button>
    </>
  );
}
