import type { ChatMessage } from '@liveclass/contract';
import { ArrowDown } from 'lucide-react';
import { Fragment, memo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useParts } from '../room/room-context.ts';
import styles from './chat.module.css';
import { MessageRow } from './message-row.tsx';
import { OutgoingRow } from './outgoing-row.tsx';
import { useDay } from './use-day.ts';
import { useScroll } from './use-scroll.ts';

/** What follows so soon from the same person is read as one. */
const TOGETHER_MS = 3 * 60_000;

const isContinued = (before: ChatMessage | undefined, { from, to, at, replyTo }: ChatMessage): boolean =>
  before !== undefined &&
  before.from.personId === from.personId &&
  before.to?.personId === to?.personId &&
  at - before.at < TOGETHER_MS &&
  replyTo === null;

export const MessageList = memo(function MessageList() {
  const { t } = useTranslation();
  const { chat } = useParts();
  const { messages, outgoing, more, isLoading } = useWatched(chat.state);
  const ref = useRef<HTMLDivElement>(null);
  const { below, toNewest, onScroll } = useScroll(ref, chat);
  const day = useDay();
  const isEmpty = messages.length + outgoing.length === 0;
  return (
    <div className={styles['frame']}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
      <div ref={ref} className={styles['scroll']} onScroll={onScroll} role="log" aria-live="off" aria-label={t('chat.list')} tabIndex={0}>
        {more && (
          <div className={styles['older']}>
            <Button look="quiet" isDisabled={isLoading} onPress={() => void chat.loadOlder()}>
              {t(isLoading ? 'common.loading' : 'chat.older')}
            </Button>
          </div>
        )}
        {isEmpty && <p className={styles['empty']}>{t('chat.empty')}</p>}
        <ol className={styles['messages']}>
          {messages.map((message, index) => {
            const before = messages[index - 1];
            const isNewDay = !before || day(before.at) !== day(message.at);
            return (
              <Fragment key={message.id}>
                {isNewDay && (
                  <li className={styles['day']}>
                    <span>{day(message.at)}</span>
                  </li>
                )}
                <MessageRow message={message} isContinued={!isNewDay && isContinued(before, message)} />
              </Fragment>
            );
          })}
          {outgoing.map((one) => (
            <OutgoingRow key={one.sendId} outgoing={one} />
          ))}
        </ol>
      </div>
      {below !== undefined && (
        <div className={styles['jump']}>
          <Button icon={<ArrowDown size={16} aria-hidden />} onPress={toNewest}>
            {below > 0 ? t('chat.newBelow', { count: below }) : t('chat.toNewest')}
          </Button>
        </div>
      )}
    </div>
  );
});
