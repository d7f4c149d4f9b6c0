import { useEffect, useRef, useState } from 'react';
import { VisuallyHidden } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useRoom } from './room-context.ts';

/** Above this many people, who comes and goes is not worth an interruption. */
const QUIET_ABOVE = 10;

/** Tells screen readers what others see at a glance: who came, who left. */
export function Announcements() {
  const { t } = useTranslation();
  const { state } = useRoom();
  const known = useRef<ReadonlyMap<string, string> | undefined>(undefined);
  const [text, setText] = useState('');

  useEffect(() => {
    const before = known.current;
    const now = new Map(state.people.map(({ seatId, name }) => [seatId as string, name]));
    known.current = now;
    if (!before || now.size > QUIET_ABOVE) return;
    const joined = [...now].filter(([seat]) => !before.has(seat)).map(([, name]) => t('room.joined', { name }));
    const left = [...before].filter(([seat]) => !now.has(seat)).map(([, name]) => t('room.leftRoom', { name }));
    if (joined.length + left.length > 0) setText([...joined, ...left].join(' '));
  }, [state.people, t]);

  return (
    <VisuallyHidden>
      <div role="status">{text}</div>
    </VisuallyHidden>
  );
}
