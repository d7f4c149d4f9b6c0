import { type RecordingView, Refusal } from '@liveclass/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { EllipsisVertical, Eye, EyeOff, Pencil, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.tsx';
import { type Choice, ChoiceMenu } from '../../ui/menu.tsx';
import { FeedbackAsk } from '../feedback/feedback-ask.tsx';
import { useHere } from '../house-context.ts';
import { HiddenMark } from '../lobby/hidden-mark.tsx';
import { useWhen } from '../lobby/when.ts';
import { ProblemPage, WaitingPage } from '../pages/pages.tsx';
import { TitleEditor } from '../title-editor.tsx';
import { Player } from './player.tsx';
import styles from './recording-page.module.css';

/** Not ready yet: asked again so often. */
const POLL_MS = 4_000;

/** One recording: large, and with what its teacher may change. */
export default function RecordingPage() {
  const { t } = useTranslation();
  const { house, session } = useHere();
  const id = session.recordingId ?? '';
  const { data, error } = useQuery({
    queryKey: ['recording', id],
    queryFn: () => house.api.recording(id),
    refetchInterval: ({ state }) => (state.data && state.data.phase !== 'ready' ? POLL_MS : false),
  });
  const [isDeleted, setIsDeleted] = useState(false);
  useEffect(() => {
    if (data) document.title = data.title;
  }, [data]);

  if (!data && error) return <ProblemPage kind="refused" reason={error instanceof Refusal ? error.reason : 'unavailable'} />;
  if (!data) return <WaitingPage />;
  return (
    <main className={styles['page']}>
      {isDeleted ? (
        <p className={styles['note']}>{t('player.deleted')}</p>
      ) : data.phase === 'ready' ? (
        <Player recording={data} />
      ) : (
        <p className={styles['note']} role="status">
          {t(data.phase === 'failed' ? 'player.failed' : 'player.notReady')}
        </p>
      )}
      {!isDeleted && <Head recording={data} onDeleted={setIsDeleted} />}
      {!isDeleted && data.phase === 'ready' && <FeedbackAsk place="player" recordingId={id} />}
      {session.returnUrl && (
        <a className={styles['back']} href={session.returnUrl} rel="noreferrer">
          {t('common.backToCourse')}
        </a>
      )}
    </main>
  );
}

function useChange(id: string) {
  const { house } = useHere();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: { title?: string; hidden?: boolean }) => house.api.changeRecording(id, change),
    onSuccess: (now) => queries.setQueryData(['recording', id], now),
    onError: (error) => house.notices.say(`reasons.${error instanceof Refusal ? error.reason : 'unavailable'}`, {}, 'trouble'),
  });
}

function Head({ recording, onDeleted }: { readonly recording: RecordingView; onDeleted(isDeleted: boolean): void }) {
  const { t } = useTranslation();
  const when = useWhen();
  const { session } = useHere();
  const change = useChange(recording.recordingId);
  const [isRenaming, setIsRenaming] = useState(false);
  return (
    <header className={styles['head']}>
      <div className={styles['words']}>
        {isRenaming ? (
          <TitleEditor title={recording.title} onSave={(title) => change.mutate({ title })} onDone={() => setIsRenaming(false)} />
        ) : (
          <h1>
            <bdi>{change.isPending && change.variables.title ? change.variables.title : recording.title}</bdi>
          </h1>
        )}
        <p className={styles['facts']}>{t('player.recordedOn', { date: when(recording.startedAt) })}</p>
        {recording.hidden && <HiddenMark />}
      </div>
      {session.role === 'teacher' && <Actions recording={recording} onRename={() => setIsRenaming(true)} onDeleted={onDeleted} />}
    </header>
  );
}

interface ActionsProps {
  readonly recording: RecordingView;
  onRename(): void;
  onDeleted(isDeleted: boolean): void;
}

const UNDO_MS = 7_000;

/** Deletes when the time for "undo" is over, or when the page is closed before that. */
function useDelete(id: string, onDeleted: (isDeleted: boolean) => void): () => void {
  const { house } = useHere();
  return () => {
    const now = (keepalive: boolean) => house.api.deleteRecording(id, keepalive).catch(() => onDeleted(false));
    const closing = () => void now(true);
    addEventListener('pagehide', closing, { once: true });
    const timer = setTimeout(() => {
      removeEventListener('pagehide', closing);
      void now(false);
    }, UNDO_MS);
    onDeleted(true);
    house.notices.say('library.deleted', {}, 'calm', UNDO_MS, () => {
      clearTimeout(timer);
      removeEventListener('pagehide', closing);
      house.notices.dismiss();
      onDeleted(false);
    });
  };
}

function Actions({ recording, onRename, onDeleted }: ActionsProps) {
  const { t } = useTranslation();
  const { recordingId, hidden, title } = recording;
  const change = useChange(recordingId);
  const remove = useDelete(recordingId, onDeleted);
  const choices: Choice[] = [
    { id: 'rename', label: t('library.rename'), icon: <Pencil size={18} />, onChoose: onRename },
    {
      id: 'hide',
      label: t(hidden ? 'library.show' : 'library.hide'),
      icon: hidden ? <Eye size={18} /> : <EyeOff size={18} />,
      onChoose: () => change.mutate({ hidden: !hidden }),
    },
    { id: 'delete', label: t('library.delete'), icon: <Trash2 size={18} />, isDanger: true, onChoose: remove },
  ];
  return (
    <ChoiceMenu label={t('library.actions', { title })} choices={choices}>
      <IconButton label={t('library.actions', { title })}>
        <EllipsisVertical size={20} aria-hidden />
      </IconButton>
    </ChoiceMenu>
  );
}
