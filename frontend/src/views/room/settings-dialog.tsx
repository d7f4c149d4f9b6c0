import { useTranslation } from 'react-i18next';
import { ModalDialog } from '../../ui/dialog.tsx';
import { DeviceSelects } from '../check/device-selects.tsx';
import { LevelMeter } from '../check/level-meter.tsx';
import { useRoom } from './room-context.ts';

export function SettingsDialog({ isOpen, onClose }: { readonly isOpen: boolean; onClose(): void }) {
  const { t } = useTranslation();
  const { media } = useRoom();
  return (
    <ModalDialog title={t('room.settingsTitle')} isOpen={isOpen} onClose={onClose} closeLabel={t('common.close')}>
      <LevelMeter level={media.level} />
      <DeviceSelects media={media} />
    </ModalDialog>
  );
}
