import { Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Outgoing } from '../../models/chat-state.ts';
import { Button } from '../../ui/button.tsx';
import { useParts } from '../room/room-context.ts';
import styles from './chat.module.css';
import { FileCard } from './file-card.tsx';
import { Quote } from './quote.tsx';

/** What I sent and the server has not answered yet, or refused. */
export function OutgoingRow({ outgoing }: { readonly outgoing: Outgoing }) {
  const { t } = useTranslation();
  const { chat } = useParts();
  const { sendId, text, file, to, replyTo, failed } = outgoing;
  return (
    <li
      className={styles['row']}
      data-testid="chat-message"
      data-mine
      data-private={to !== undefined || undefined}
      data-state={failed ? 'failed' : 'pending'}
    >
      <div className={styles['body']}>
        <p className={styles['head']}>
          <span className={styles['name']}>{t('common.you')}</span>
          {to && (
            <span className={styles['private']}>
              <Lock size={12} aria-hidden />
              {t('chat.privatelyTo', { name: to.name })}
            </span>
          )}
          {!failed && <span className={styles['time']}>{t('chat.sending')}</span>}
        </p>
        {replyTo && <Quote id={replyTo} />}
        {text !== '' && (
          <p className={styles['text']} dir="auto">
            {text}
          </p>
        )}
        {file && <FileCard file={file} isSent={false} />}
        {failed && (
          <div className={styles['failed']} role="alert">
            <p>
              {t('chat.failed', {
                reason: t(failed === 'forbidden' ? 'chat.refused' : failed === 'too-fast' ? 'chat.tooFast' : `reasons.${failed}`),
              })}
            </p>
            <div className={styles['failedActions']}>
              <Button look="plain" onPress={() => chat.retry(sendId)}>
                {t('common.tryAgain')}
              </Button>
              <Button look="quiet" onPress={() => chat.giveUp(sendId)}>
                {t('chat.giveUp')}
              </Button>
            </div>
          </div>
        )}
      </div>
      <span className={styles['noActions']} />
    </li>
  );
}
