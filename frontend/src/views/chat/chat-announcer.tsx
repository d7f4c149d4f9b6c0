import { useEffect, useRef, useState } from 'react';
import { VisuallyHidden } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useWatched } from '../../ui/use-watched.ts';
import { useParts } from '../room/room-context.ts';

/** However much is written, a listener is told at most so often. */
const EVERY_MS = 5_000;
const SOON_MS = 400;
const LONGEST = 120;

/** Tells screen readers what was written: one message in its words, several by their number. */
export function ChatAnnouncer() {
  const { t } = useTranslation();
  const { chat } = useParts();
  const { news } = useWatched(chat.state);
  const [text, setText] = useState('');
  const told = useRef(0);
  const quietUntil = useRef(0);
  const due = useRef<number | undefined>(undefined);

  useEffect(() => {
    const untold = news.filter(({ seq }) => seq > told.current);
    const last = untold.at(-1);
    if (!last) return;
    // One that comes meanwhile does not put it off.
    due.current ??= Math.max(performance.now() + SOON_MS, quietUntil.current);
    const timer = setTimeout(() => {
      told.current = last.seq;
      due.current = undefined;
      quietUntil.current = performance.now() + EVERY_MS;
      const name = last.from.name || t('chat.nobody');
      const one = t(last.to ? 'chat.heard.private' : 'chat.heard.public', {
        name,
        text: (last.text || (last.file?.name ?? '')).slice(0, LONGEST),
      });
      setText(untold.length === 1 ? one : t('chat.heard.several', { count: untold.length }));
    }, due.current - performance.now());
    return () => clearTimeout(timer);
  }, [news, t]);

  return (
    <VisuallyHidden>
      <div role="status" data-testid="chat-heard">
        {text}
      </div>
    </VisuallyHidden>
  );
}
