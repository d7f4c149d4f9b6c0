import { ChartBarBig } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useWatched } from '../../ui/use-watched.ts';
import bar from '../room/bar.module.css';
import { BarButton } from '../room/bar-button.tsx';
import { useRoom } from '../room/room-context.ts';

/** Opens the panel with questions; a mark says that one waits for this person's answer. */
export function PollsButton({ isOpen, onPress }: { readonly isOpen: boolean; onPress(): void }) {
  const { t } = useTranslation();
  const { state, parts } = useRoom();
  const { open, mine } = useWatched(parts.polls.state);
  const isWaiting = open !== null && mine === null && state.me?.role === 'student';
  return (
    <BarButton label={t(isWaiting ? 'polls.titleWaiting' : 'polls.title')} isOn={isOpen} onPress={onPress}>
      <ChartBarBig size={22} aria-hidden />
      {isWaiting && <span className={bar['badge']} data-count="1" aria-hidden />}
    </BarButton>
  );
}
