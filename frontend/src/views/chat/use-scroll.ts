import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { Chat } from '../../models/chat.ts';
import { useWatched } from '../../ui/use-watched.ts';

/** So near to the end counts as at the end. */
const NEAR_PX = 60;

interface Scroll {
  /** How many came below what is in sight; undefined at the end. */
  readonly below: number | undefined;
  toNewest(): void;
  onScroll(): void;
}

/**
 * Who is at the end stays there; who reads further up is not torn away: what is new is counted, and what is loaded above leaves
 * the words in sight in their place.
 */
export function useScroll(ref: RefObject<HTMLDivElement | null>, chat: Chat): Scroll {
  const { messages, outgoing } = useWatched(chat.state);
  const isAtEnd = useRef(true);
  const seen = useRef({ firstSeq: messages[0]?.seq, height: 0 });
  const [readSeq, setReadSeq] = useState<number | undefined>(undefined);
  const lastSeq = messages.at(-1)?.seq ?? 0;

  const toEnd = useCallback(() => {
    const box = ref.current;
    if (box) box.scrollTop = box.scrollHeight;
    isAtEnd.current = true;
    setReadSeq(undefined);
  }, [ref]);

  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    const firstSeq = messages[0]?.seq;
    const isOlderLoaded = firstSeq !== undefined && seen.current.firstSeq !== undefined && firstSeq < seen.current.firstSeq;
    if (isAtEnd.current && !isOlderLoaded) box.scrollTop = box.scrollHeight;
    else if (isOlderLoaded) box.scrollTop += box.scrollHeight - seen.current.height;
    seen.current = { firstSeq, height: box.scrollHeight };
  }, [messages, ref]);

  // My own words bring me to the end, wherever I read.
  const written = outgoing.length;
  useLayoutEffect(() => {
    if (written > 0) toEnd();
  }, [written, toEnd]);

  // A keyboard that comes up, a window that changes, a page in another language: the end stays the end.
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    const watcher = new ResizeObserver(() => {
      if (isAtEnd.current) box.scrollTop = box.scrollHeight;
    });
    watcher.observe(box);
    return () => watcher.disconnect();
  }, [ref]);

  const onScroll = useCallback(() => {
    const box = ref.current;
    if (!box) return;
    const isEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    if (isEnd === isAtEnd.current) return;
    isAtEnd.current = isEnd;
    setReadSeq(isEnd ? undefined : lastSeq);
  }, [ref, lastSeq]);

  const below = readSeq === undefined ? undefined : messages.filter(({ seq }) => seq > readSeq).length;
  return { below, toNewest: toEnd, onScroll };
}
