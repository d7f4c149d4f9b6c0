import { lazy, Suspense, useCallback, useState } from 'react';
import { classes } from '../../ui/classes.ts';
import { ChatAnnouncer } from '../chat/chat-announcer.tsx';
import { FloorCard } from '../hands/floor-card.tsx';
import { LivelyStage } from '../lively/lively-stage.tsx';
import { LivelyWords } from '../lively/lively-words.tsx';
import { PollCard } from '../polls/poll-card.tsx';
import { Announcements } from './announcements.tsx';
import { AudioPlayers } from './audio-players.tsx';
import { Bar } from './bar.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { ConsentDialog } from './consent.tsx';
import type { DialogName, OpenPart, PanelName } from './open-part.ts';
import { OpenPanel } from './panels.tsx';
import styles from './room.module.css';
import { SettingsDialog } from './settings-dialog.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { StageView } from './stage-view.tsx';
import { useShortcuts } from './use-shortcuts.ts';
import { useWakeLock } from './use-wake-lock.ts';

const LivelyDialogs = lazy(() => import('../lively/lively-dialogs.tsx'));

/** What stands above the stage; all else stands beside it. */
const DIALOGS: readonly OpenPart[] = ['settings', 'shortcuts', 'lively', 'timer', 'draw'] satisfies readonly DialogName[];
const isDialog = (part: OpenPart): part is DialogName => DIALOGS.includes(part);

/** Stage, bar and side panel. The bar never moves, and the panel stands beside the stage, never on it. */
export function RoomView() {
  const [panel, setPanel] = useState<PanelName | undefined>();
  const [dialog, setDialog] = useState<DialogName | undefined>();
  const toggle = useCallback((part: OpenPart) => {
    if (isDialog(part)) setDialog((open) => (open === part ? undefined : part));
    else setPanel((open) => (open === part ? undefined : part));
  }, []);
  const shortcuts = useShortcuts(toggle);
  useWakeLock();
  return (
    <div className={classes(styles['room'], panel && styles['withPanel'])}>
      <StageView>
        <ConnectionBanner onSettings={() => setDialog('settings')} />
        <FloorCard />
        <LivelyStage onOpen={() => setDialog('lively')} />
      </StageView>
      {panel && <OpenPanel name={panel} onClose={() => setPanel(undefined)} onOpen={setPanel} />}
      {panel !== 'polls' && <PollCard />}
      <Bar panel={panel} dialog={dialog} onToggle={toggle} />
      <AudioPlayers />
      <Announcements />
      <ChatAnnouncer />
      <LivelyWords />
      <ConsentDialog />
      {(dialog === 'timer' || dialog === 'draw') && (
        <Suspense>
          <LivelyDialogs name={dialog} onClose={() => setDialog(undefined)} />
        </Suspense>
      )}
      <SettingsDialog isOpen={dialog === 'settings'} onClose={() => setDialog(undefined)} />
      <ShortcutsDialog isOpen={dialog === 'shortcuts'} onClose={() => setDialog(undefined)} shortcuts={shortcuts} />
    </div>
  );
}
