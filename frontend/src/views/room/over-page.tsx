import { useTranslation } from 'react-i18next';
import type { RoomPhase } from '../../models/room-state.ts';
import { Button } from '../../ui/button.tsx';
import { FeedbackAsk } from '../feedback/feedback-ask.tsx';
import { useHere } from '../house-context.ts';
import styles from './room.module.css';
import { useRoom } from './room-context.ts';

type OverPhase = Extract<RoomPhase, { name: 'left' | 'ended' | 'superseded' | 'refused' }>;

export const isOver = (phase: RoomPhase): phase is OverPhase => ['left', 'ended', 'superseded', 'refused'].includes(phase.name);

/** After the class, or beside it: what happened, and the ways on. */
export function OverPage({ phase }: { readonly phase: OverPhase }) {
  const { t } = useTranslation();
  const { session } = useHere();
  const { room } = useRoom();
  const [title, text, again] = wordsOf(phase);
  return (
    <main className={styles['over']}>
      <section className={styles['overCard']}>
        <h1>{t(title)}</h1>
        <p>{t(text)}</p>
        <div className={styles['overActions']}>
          {again && (
            <Button look="primary" onPress={() => room.comeBack()}>
              {t(again)}
            </Button>
          )}
          {session.returnUrl && (
            <a className={styles['back']} href={session.returnUrl} rel="noreferrer">
              {t('common.backToCourse')}
            </a>
          )}
        </div>
        {(phase.name === 'left' || phase.name === 'ended') && <FeedbackAsk place="over" />}
      </section>
    </main>
  );
}

/** Title, text and the way back in, where there is one. */
function wordsOf(phase: OverPhase): [string, string, string | undefined] {
  switch (phase.name) {
    case 'left':
      return ['over.left', 'over.leftText', 'over.rejoin'];
    case 'superseded':
      return ['over.superseded', 'over.supersededText', 'over.useHere'];
    case 'refused':
      // Asking again is of no use: only a teacher can change it.
      if (phase.reason === 'banned' || phase.reason === 'sent-out') return [`over.${phase.reason}`, `reasons.${phase.reason}`, undefined];
      return ['over.refused', `reasons.${phase.reason}`, 'common.tryAgain'];
    case 'ended':
      return [`over.${phase.reason}`, phase.reason === 'removed' ? 'over.removedText' : 'over.endedText', undefined];
  }
}
