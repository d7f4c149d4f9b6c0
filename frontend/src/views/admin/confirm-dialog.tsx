import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { ModalDialog } from '../../ui/dialog.tsx';

interface Props {
  readonly asked: 'pause' | 'remove' | undefined;
  readonly name: string;
  onConfirm(): void;
  onClose(): void;
}

/** Both shut a whole course site out: a slip of the hand must not do it. */
export function ConfirmDialog({ asked, name, onConfirm, onClose }: Props) {
  const { t } = useTranslation();
  const kind = asked ?? 'pause';
  return (
    <ModalDialog
      role="alertdialog"
      title={t(`admin.${kind}Title`, { name })}
      isOpen={asked !== undefined}
      onClose={onClose}
      closeLabel={t('common.close')}
      actions={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="danger" onPress={onConfirm}>
            {t(`admin.${kind}`)}
          </Button>
        </>
      }
    >
      <p>{t(`admin.${kind}Text`)}</p>
    </ModalDialog>
  );
}
