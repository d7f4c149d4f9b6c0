import { type ChatMessage, isGuest } from '@liveclass/contract';
import { Lock } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useWhen } from '../lobby/when.ts';
import styles from './chat.module.css';
import { FileCard } from './file-card.tsx';
import { MessageActions } from './message-actions.tsx';
import { MessageText } from './message-text.tsx';
import { Quote } from './quote.tsx';
import { Reactions } from './reactions.tsx';
import { useStanding } from './standing.tsx';

interface Props {
  readonly message: ChatMessage;
  /** Follows another of the same person: who it is need not be said again. */
  readonly isContinued: boolean;
}

/** Drawn anew only when it changes itself: there may be hundreds. */
export const MessageRow = memo(function MessageRow({ message, isContinued }: Props) {
  const { t } = useTranslation();
  const { me } = useStanding();
  const { from, to, replyTo, deleted, editedAt, mentions } = message;
  const isMine = from.personId === me;
  return (
    <li
      className={styles['row']}
      data-testid="chat-message"
      data-id={message.id}
      data-from={from.name}
      data-mine={isMine || undefined}
      data-private={to !== null || undefined}
      data-called={mentions.some(({ personId }) => personId === me) || undefined}
      data-state={deleted ? 'deleted' : 'sent'}
    >
      <div className={styles['body']}>
        {!isContinued && <Head message={message} isMine={isMine} />}
        {replyTo && <Quote id={replyTo} />}
        {deleted ? <Deleted message={message} /> : message.text !== '' && <MessageText message={message} />}
        {message.file && <FileCard file={message.file} />}
        {editedAt !== null && !deleted && <p className={styles['mark']}>{t('chat.edited')}</p>}
        <Reactions message={message} />
      </div>
      <MessageActions message={message} isMine={isMine} />
    </li>
  );
});

function Head({ message, isMine }: { readonly message: ChatMessage; readonly isMine: boolean }) {
  const { t } = useTranslation();
  const when = useWhen();
  const { from, to, at } = message;
  const name = (said: string) => said || t('chat.nobody');
  return (
    <p className={styles['head']}>
      <bdi className={styles['name']}>{isMine ? t('common.you') : name(from.name)}</bdi>
      {from.role === 'teacher' && <span className={styles['role']}>{t('role.teacher')}</span>}
      {isGuest(from.personId) && <span className={styles['role']}>{t('role.guest')}</span>}
      {to && (
        <span className={styles['private']}>
          <Lock size={12} aria-hidden />
          {isMine ? t('chat.privatelyTo', { name: name(to.name) }) : t('chat.privatelyToYou')}
        </span>
      )}
      <time className={styles['time']} dateTime={new Date(at).toISOString()}>
        {when(at)}
      </time>
    </p>
  );
}

/** The trace: who deleted it and when; for teachers also what it was. */
function Deleted({ message }: { readonly message: ChatMessage }) {
  const { t } = useTranslation();
  const when = useWhen();
  const { deleted, from, text } = message;
  if (!deleted) return null;
  const isOwn = deleted.name === from.name && deleted.role === from.role;
  return (
    <>
      <p className={styles['deleted']}>
        {isOwn ? t('chat.deletedOwn', { time: when(deleted.at) }) : t('chat.deletedBy', { name: deleted.name, time: when(deleted.at) })}
      </p>
      {text !== '' && (
        <details className={styles['was']}>
          <summary>{t('chat.showDeleted')}</summary>
          <MessageText message={message} />
        </details>
      )}
    </>
  );
}
