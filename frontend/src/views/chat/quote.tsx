import type { MessageId } from '@liveclass/contract';
import { useTranslation } from 'react-i18next';
import { useWatched } from '../../ui/use-watched.ts';
import { useParts } from '../room/room-context.ts';
import styles from './chat.module.css';

const LONGEST = 140;

/** What a message answers, in short. */
export function Quote({ id }: { readonly id: MessageId }) {
  const { t } = useTranslation();
  const { chat } = useParts();
  useWatched(chat.state);
  const quoted = chat.find(id);
  if (!quoted) return <p className={styles['quote']}>{t('chat.quoteGone')}</p>;
  const said = quoted.deleted ? t('chat.quoteDeleted') : (quoted.text || (quoted.file?.name ?? '')).replace(/\s+/gu, ' ').slice(0, LONGEST);
  return (
    <p className={styles['quote']} data-testid="chat-quote">
      <bdi className={styles['name']}>{quoted.from.name || t('chat.nobody')}</bdi>
      <span dir="auto">{said}</span>
    </p>
  );
}
