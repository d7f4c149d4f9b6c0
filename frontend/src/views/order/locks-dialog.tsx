import { Lock } from '@liveclass/contract';
import { useTranslation } from 'react-i18next';
import { ModalDialog } from '../../ui/dialog.tsx';
import { SwitchInput } from '../../ui/fields.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useRoom } from '../room/room-context.ts';
import styles from './order.module.css';

/** What students may do; each switch works at once, and shows what the server said. */
export function LocksDialog({ isOpen, onClose }: { readonly isOpen: boolean; onClose(): void }) {
  const { t } = useTranslation();
  const { order } = useRoom().parts;
  const { locks } = useWatched(order.state);
  return (
    <ModalDialog title={t('order.locksTitle')} isOpen={isOpen} onClose={onClose} closeLabel={t('common.close')}>
      <p className={styles['note']}>{t('order.locksText')}</p>
      <div className={styles['switches']}>
        {Lock.options.map((lock) => (
          <SwitchInput key={lock} isOn={!locks[lock]} onChange={(isOpenNow) => void order.set({ [lock]: !isOpenNow })}>
            {t(`order.may.${lock}`)}
          </SwitchInput>
        ))}
      </div>
    </ModalDialog>
  );
}
