import type { PageId } from '@liveclass/contract';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { ModalDialog } from '../../ui/dialog.tsx';
import { useRoom } from '../room/room-context.ts';

/** It takes the work of others along, and cannot be taken back. */
export function RemovePageDialog({ pageId, onClose }: { readonly pageId: PageId; onClose(): void }) {
  const { t } = useTranslation();
  const { board } = useRoom();
  const remove = () => {
    void board.steering.removePage(pageId);
    onClose();
  };
  return (
    <ModalDialog
      role="alertdialog"
      title={t('board.removeTitle')}
      isOpen
      onClose={onClose}
      closeLabel={t('common.close')}
      actions={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="danger" onPress={remove}>
            {t('board.remove')}
          </Button>
        </>
      }
    >
      <p>{t('board.removeText')}</p>
    </ModalDialog>
  );
}
