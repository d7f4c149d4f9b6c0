import { MessageSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { classes } from '../../ui/classes.ts';
import { useWatched } from '../../ui/use-watched.ts';
import bar from '../room/bar.module.css';
import { BarButton } from '../room/bar-button.tsx';
import { useParts } from '../room/room-context.ts';
import styles from './chat.module.css';

const MOST_SHOWN = 99;

interface Props {
  readonly isOpen: boolean;
  onPress(): void;
}

/** Opens the chat, and says how much of it is unread; louder where somebody calls me. */
export function ChatButton({ isOpen, onPress }: Props) {
  const { t } = useTranslation();
  const { chat } = useParts();
  const { unread, isCalled } = useWatched(chat.state);
  const label = unread > 0 ? t('chat.openUnread', { count: unread }) : t('chat.open');
  return (
    <BarButton label={label} isOn={isOpen} onPress={onPress}>
      <MessageSquare size={22} aria-hidden />
      {unread > 0 && (
        <span
          className={classes(bar['badge'], isCalled && styles['calledBadge'])}
          data-count={unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}
          aria-hidden
        />
      )}
    </BarButton>
  );
}
