import type { ChatMessage, ReactionKind } from '@liveclass/contract';
import { CircleQuestionMark, HandHeart, Heart, Laugh, type LucideIcon, Sparkles, ThumbsUp } from 'lucide-react';
import { ToggleButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classes } from '../../ui/classes.ts';
import { useParts } from '../room/room-context.ts';
import styles from './chat.module.css';

/** Drawn, not taken from a font: not every machine has one with these signs. */
export const SIGNS: Readonly<Record<ReactionKind, LucideIcon>> = {
  yes: ThumbsUp,
  heart: Heart,
  laugh: Laugh,
  wow: Sparkles,
  thanks: HandHeart,
  question: CircleQuestionMark,
};

/** How many reacted how; a press adds mine or takes it back. */
export function Reactions({ message }: { readonly message: ChatMessage }) {
  const { t } = useTranslation();
  const { chat } = useParts();
  if (message.reactions.length === 0) return null;
  return (
    <div className={styles['reactions']}>
      {message.reactions.map(({ kind, count, isMine }) => {
        const Sign = SIGNS[kind];
        return (
          <ToggleButton
            key={kind}
            className={classes(styles['reaction'])}
            isSelected={isMine}
            onChange={(isOn) => void chat.react(message.id, kind, isOn)}
            aria-label={t('chat.reactionCount', { count, reaction: t(`chat.reaction.${kind}`) })}
          >
            <span className={styles['chip']} aria-hidden>
              <Sign size={15} />
              <span data-count={count} className={styles['count']} />
            </span>
          </ToggleButton>
        );
      })}
    </div>
  );
}
