import type { RecordingView } from '@liveclass/contract';
import { BookPlus, EllipsisVertical, Eye, EyeOff, Pencil, Play, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ProgressBar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { clockText } from '../../models/recording-time.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { type Choice, ChoiceMenu } from '../../ui/menu.tsx';
import { useHere } from '../house-context.ts';
import { TitleEditor } from '../title-editor.tsx';
import { HiddenMark } from './hidden-mark.tsx';
import { useOpenRoom } from './open-room.ts';
import styles from './recording-list.module.css';
import { useWhen } from './when.ts';

interface Props {
  readonly recording: RecordingView;
  readonly isTeacher: boolean;
}

export function RecordingRow({ recording, isTeacher }: Props) {
  const { t } = useTranslation();
  const { house } = useHere();
  const [isRenaming, setIsRenaming] = useState(false);
  const { recordingId, title, phase, hidden } = recording;
  const { state, open } = useOpenRoom('recording', () => '', { recordingId });
  return (
    <li className={styles['row']} data-testid="recording" data-recording={recordingId}>
      <div className={styles['what']}>
        {isRenaming ? (
          <TitleEditor
            title={title}
            onSave={(wanted) => void house.library.rename(recordingId, wanted)}
            onDone={() => setIsRenaming(false)}
          />
        ) : (
          <p className={styles['title']}>
            <bdi>{title}</bdi>
          </p>
        )}
        <Facts recording={recording} />
        {hidden && <HiddenMark />}
        {state.phase === 'blocked' && (
          <a href={state.url} target="_blank" rel="noreferrer">
            {t('library.play', { title })}
          </a>
        )}
        {state.phase === 'refused' && <p className={styles['refused']}>{t(`reasons.${state.reason}`)}</p>}
      </div>
      {phase === 'ready' && (
        <Button icon={<Play size={18} aria-hidden />} onPress={open} aria-label={t('library.play', { title })}>
          {t('library.watch')}
        </Button>
      )}
      {isTeacher && <RowMenu recording={recording} onRename={() => setIsRenaming(true)} />}
    </li>
  );
}

const hasLeftCourse = ({ phase, inCourse, removedFromCourse }: RecordingView): boolean =>
  phase === 'ready' && inCourse === 'none' && removedFromCourse === true;

function Facts({ recording }: { readonly recording: RecordingView }) {
  const { t, i18n } = useTranslation();
  const when = useWhen();
  const { phase, startedAt, durationMs, progress, inCourse, title } = recording;
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(progress);
  return (
    <>
      <p className={styles['facts']}>
        {recording.group !== undefined && (
          <span>
            <bdi>{recording.group || t('rooms.rest')}</bdi>
          </span>
        )}
        <span>{when(startedAt)}</span>
        {durationMs !== undefined && <span>{clockText(durationMs)}</span>}
        {phase !== 'ready' && (
          <span className={classes(phase === 'failed' && styles['refused'])}>{t(`library.phase.${phase}`, { percent })}</span>
        )}
        {phase === 'ready' && inCourse !== 'none' && <span>{t(`library.inCourse.${inCourse}`)}</span>}
        {hasLeftCourse(recording) && <span>{t('library.removedFromCourse')}</span>}
      </p>
      {phase === 'composing' && (
        <ProgressBar value={progress * 100} aria-label={t('library.progress', { title })} className={classes(styles['progress'])}>
          {({ percentage }) => <span className={styles['done']} style={{ inlineSize: `${percentage ?? 0}%` }} />}
        </ProgressBar>
      )}
      {recording.reason && <p className={styles['refused']}>{t(`reasons.${recording.reason}`)}</p>}
    </>
  );
}

/** Words and pictures of one choice; whether it is offered is the caller's business. */
interface Offer extends Omit<Choice, 'id'> {
  readonly isOffered: boolean;
}

/** What a teacher may do with a recording now. */
function useRowChoices(recording: RecordingView, onRename: () => void): Choice[] {
  const { t } = useTranslation();
  const { library } = useHere().house;
  const { recordingId: id, hidden, phase, inCourse } = recording;
  const isUnderWay = phase === 'recording' || phase === 'paused';
  const offers: Readonly<Record<string, Offer>> = {
    rename: { isOffered: true, label: t('library.rename'), icon: <Pencil size={18} />, onChoose: onRename },
    hide: {
      isOffered: true,
      label: t(hidden ? 'library.show' : 'library.hide'),
      icon: hidden ? <Eye size={18} /> : <EyeOff size={18} />,
      onChoose: () => void library.setHidden(id, !hidden),
    },
    publish: {
      isOffered: hasLeftCourse(recording) || (phase === 'ready' && inCourse === 'failed'),
      label: t('library.publishAgain'),
      icon: <BookPlus size={18} />,
      onChoose: () => void library.publishAgain(id),
    },
    again: {
      isOffered: phase === 'failed',
      label: t('library.composeAgain'),
      icon: <RotateCcw size={18} />,
      onChoose: () => void library.composeAgain(id),
    },
    delete: {
      isOffered: !isUnderWay,
      label: t('library.delete'),
      icon: <Trash2 size={18} />,
      isDanger: true,
      onChoose: () => library.remove(id),
    },
  };
  return Object.entries(offers).flatMap(([key, { isOffered, ...choice }]) => (isOffered ? [{ id: key, ...choice }] : []));
}

function RowMenu({ recording, onRename }: { readonly recording: RecordingView; onRename(): void }) {
  const { t } = useTranslation();
  const choices = useRowChoices(recording, onRename);
  const label = t('library.actions', { title: recording.title });
  return (
    <ChoiceMenu label={label} choices={choices}>
      <IconButton label={label}>
        <EllipsisVertical size={20} aria-hidden />
      </IconButton>
    </ChoiceMenu>
  );
}
