import { DoorClosed, Lock, MicOff, ShieldCheck, VideoOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { type Choice, ChoiceMenu } from '../../ui/menu.tsx';
import { useRoom } from '../room/room-context.ts';
import { DoorDialog } from '../waiting/door-dialog.tsx';
import { LocksDialog } from './locks-dialog.tsx';
import styles from './order.module.css';

/** What a teacher does to all students at once. */
export function OrderMenu() {
  const { t } = useTranslation();
  const { state, parts } = useRoom();
  const [areLocksOpen, setAreLocksOpen] = useState(false);
  const [isDoorOpen, setIsDoorOpen] = useState(false);
  if (state.me?.role !== 'teacher') return null;
  const { order } = parts;
  const choices: Choice[] = [
    { id: 'mute', label: t('order.muteAll'), icon: <MicOff size={18} />, onChoose: () => void order.muteAll('microphone', 'teachers') },
    {
      id: 'mute-but',
      label: t('order.muteAllBut'),
      hint: t('order.presenters'),
      icon: <MicOff size={18} />,
      onChoose: () => void order.muteAll('microphone', 'presenters'),
    },
    { id: 'cameras', label: t('order.stopAll'), icon: <VideoOff size={18} />, onChoose: () => void order.muteAll('camera', 'teachers') },
    { id: 'door', label: t('waiting.door'), icon: <DoorClosed size={18} />, onChoose: () => setIsDoorOpen(true) },
    { id: 'locks', label: t('order.locks'), icon: <Lock size={18} />, onChoose: () => setAreLocksOpen(true) },
  ];
  return (
    <div className={styles['menu']}>
      <ChoiceMenu label={t('order.title')} choices={choices} placement="bottom">
        <Button icon={<ShieldCheck size={18} aria-hidden />} isWide>
          {t('order.title')}
        </Button>
      </ChoiceMenu>
      <LocksDialog isOpen={areLocksOpen} onClose={() => setAreLocksOpen(false)} />
      <DoorDialog isOpen={isDoorOpen} onClose={() => setIsDoorOpen(false)} />
    </div>
  );
}
