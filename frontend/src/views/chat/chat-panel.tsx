import { Settings2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.tsx';
import type { PanelProps } from '../room/panels.tsx';
import { useRoom } from '../room/room-context.ts';
import { SidePanel } from '../room/side-panel.tsx';
import { ChatSettingsDialog } from './chat-settings.tsx';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';
import { StandingProvider } from './standing.tsx';

/** The chat of the class: what was written, and the line to write in. */
export default function ChatPanel({ onClose }: PanelProps) {
  const { t } = useTranslation();
  const { state, parts } = useRoom();
  const { chat } = parts;
  const [isSetting, setIsSetting] = useState(false);
  useEffect(() => {
    chat.setOpen(true);
    return () => chat.setOpen(false);
  }, [chat]);
  const settings = (
    <IconButton label={t('chat.settings.title')} onPress={() => setIsSetting(true)}>
      <Settings2 size={20} aria-hidden />
    </IconButton>
  );
  return (
    <SidePanel title={t('chat.title')} onClose={onClose} actions={state.me?.role === 'teacher' && settings}>
      <StandingProvider>
        <MessageList />
      </StandingProvider>
      <Composer />
      <ChatSettingsDialog isOpen={isSetting} onClose={() => setIsSetting(false)} />
    </SidePanel>
  );
}
