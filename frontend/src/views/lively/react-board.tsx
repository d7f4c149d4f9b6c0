import { PaceState, RoomReaction } from '@liveclass/contract';
import { Group, ToggleButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { useWatched } from '../../ui/use-watched.ts';
import { useRoom } from '../room/room-context.ts';
import styles from './lively.module.css';
import { PaceSection } from './pace-section.tsx';
import { PACE_SIGNS, REACTION_SIGNS } from './signs.ts';

/** What one can show for a moment; below it what a student says of the pace, or what a teacher is told of it. */
export default function ReactBoard() {
  const { state, parts } = useRoom();
  const { settings } = useWatched(parts.lively.pace.state);
  const isTeacher = state.me?.role === 'teacher';
  return (
    <div className={styles['board']}>
      {(isTeacher || settings.studentsReact) && <ReactionRow />}
      {isTeacher ? <PaceSection /> : <MyPace />}
    </div>
  );
}

function ReactionRow() {
  const { t } = useTranslation();
  const { reactions } = useRoom().parts.lively;
  return (
    <Group className={classes(styles['row'])} aria-label={t('lively.reactions')}>
      {RoomReaction.options.map((kind) => {
        const Sign = REACTION_SIGNS[kind];
        return (
          <IconButton key={kind} label={t(`lively.reaction.${kind}`)} onPress={() => void reactions.send(kind)}>
            <Sign size={24} aria-hidden />
          </IconButton>
        );
      })}
    </Group>
  );
}

function MyPace() {
  const { t } = useTranslation();
  const { pace } = useRoom().parts.lively;
  const { settings } = useWatched(pace.state);
  return (
    <section className={styles['stack']} aria-labelledby="my-pace">
      <h3 id="my-pace">{t('pace.mine')}</h3>
      <div className={styles['states']}>
        {PaceState.options.map((state) => {
          const Sign = PACE_SIGNS[state];
          return (
            <ToggleButton
              key={state}
              className={classes(styles['state'])}
              isSelected={pace.mine === state}
              onChange={() => void pace.say(state)}
            >
              <Sign size={18} aria-hidden />
              {t(`pace.state.${state}`)}
            </ToggleButton>
          );
        })}
      </div>
      <p className={styles['soft']}>{t(settings.isPaceShared ? 'pace.shared' : 'pace.notShared')}</p>
    </section>
  );
}
