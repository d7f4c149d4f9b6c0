import type { ChatMessage } from '@liveclass/contract';
import { useTranslation } from 'react-i18next';
import { partsOf, type TextPart } from '../../models/chat-text.ts';
import styles from './chat.module.css';
import { useStanding } from './standing.tsx';

/** The words of a message. Text only: what looks like markup is shown as it was written. */
export function MessageText({ message }: { readonly message: Pick<ChatMessage, 'text' | 'mentions'> }) {
  const { me } = useStanding();
  return (
    <p className={styles['text']} dir="auto" data-testid="chat-text">
      {partsOf(message, me).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name and never change places.
        <Part key={index} part={part} />
      ))}
    </p>
  );
}

function Part({ part }: { readonly part: TextPart }) {
  const { t } = useTranslation();
  if (part.kind === 'text') return <>{part.text}</>;
  if (part.kind === 'mention')
    return (
      <bdi className={styles['mention']} data-me={part.isMe || undefined}>
        {part.text}
      </bdi>
    );
  return (
    <>
      <a className={styles['link']} href={part.href} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
        {part.text}
      </a>
      {part.host && <span className={styles['host']}>{` (${t('chat.leadsTo', { host: part.host })})`}</span>}
    </>
  );
}
