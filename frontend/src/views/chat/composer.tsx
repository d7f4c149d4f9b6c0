import { LIMITS } from '@liveclass/contract';
import { SendHorizontal, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayWriteAt, silenceOf } from '../../models/chat-text.ts';
import { IconButton } from '../../ui/button.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useRoom } from '../room/room-context.ts';
import { AttachButton, Attachment } from './attaching.tsx';
import styles from './chat.module.css';
import { Quote } from './quote.tsx';
import { RecipientSelect, useRecipients } from './recipient-select.tsx';
import { useSecondsUntil } from './use-seconds-until.ts';
import { WritingLine } from './writing-line.tsx';

/** From so many characters on the writer is told how many are left. */
const COUNT_FROM = LIMITS.chatChars - 200;

/** The line to write in, with whom it goes to and what it answers; or why nothing can be written now. */
export function Composer() {
  const { t } = useTranslation();
  const { state, parts } = useRoom();
  const { settings, isMuted } = useWatched(parts.chat.state);
  const silence = silenceOf(settings, isMuted, state.me?.role);
  if (silence)
    return (
      <p className={styles['silence']} role="status" data-testid="chat-silence">
        {t(`chat.silence.${silence}`)}
      </p>
    );
  return <Line />;
}

function Line() {
  const { t } = useTranslation();
  const { state, parts } = useRoom();
  const { chat } = parts;
  const { messages, me, settings } = useWatched(chat.state);
  const draft = useWatched(chat.draft.state);
  const { text, to, editing } = draft;
  const waits = useSecondsUntil(editing ? 0 : mayWriteAt(messages, me, settings, state.me?.role));
  const recipients = useRecipients();
  const isToNobody = to !== undefined && !editing && !recipients.some(({ seatId }) => seatId === to.seatId);
  const attached = useWatched(chat.attachment.state).phase;
  const isHeldUp = waits > 0 || isToNobody || (!editing && attached === 'uploading');
  const saysNothing = text.trim() === '' && (editing !== undefined || attached !== 'ready');
  const [isSending, setIsSending] = useState(false);
  const send = async () => {
    if (isHeldUp || isSending) return;
    setIsSending(true);
    await chat.draft.submit(chat, state.people).finally(() => setIsSending(false));
  };
  return (
    <form
      className={styles['composer']}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <About />
      {!editing && <RecipientSelect recipients={recipients} />}
      {isToNobody && (
        <p className={styles['hint']} role="status">
          {t('chat.recipientGone', { name: to.name })}
        </p>
      )}
      {!editing && <Attachment />}
      <div className={styles['line']}>
        {!editing && <AttachButton />}
        <WritingLine onSend={() => void send()} />
        <IconButton
          label={t(editing ? 'chat.save' : 'chat.send')}
          look="primary"
          isDisabled={isHeldUp || saysNothing}
          onPress={() => void send()}
        >
          <SendHorizontal size={20} className={styles['sendSign']} aria-hidden />
        </IconButton>
      </div>
      {waits > 0 && <p className={styles['hint']}>{t('chat.slow', { count: waits })}</p>}
      {text.length >= COUNT_FROM && <p className={styles['hint']}>{t('chat.left', { count: LIMITS.chatChars - text.length })}</p>}
    </form>
  );
}

/** What is answered or changed, with a way out of it. */
function About() {
  const { t } = useTranslation();
  const { chat } = useRoom().parts;
  const { replyTo, editing } = useWatched(chat.draft.state);
  if (!replyTo && !editing) return null;
  return (
    <div className={styles['about']}>
      {replyTo ? <Quote id={replyTo} /> : <p className={styles['quote']}>{t('chat.editing')}</p>}
      <IconButton label={t('common.cancel')} onPress={() => (editing ? chat.draft.clear() : chat.draft.dropReply())}>
        <X size={18} aria-hidden />
      </IconButton>
    </div>
  );
}
