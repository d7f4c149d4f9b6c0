import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { ModalDialog } from '../../ui/dialog.tsx';
import styles from './room.module.css';
import { useRoom } from './room-context.ts';

/** Before entering a class that is recorded. */
export function ConsentGate() {
  const { t } = useTranslation();
  const { room } = useRoom();
  return (
    <main className={styles['over']}>
      <section className={styles['overCard']}>
        <h1>{t('consent.title')}</h1>
        <p>{t('consent.text')}</p>
        <div className={styles['overActions']}>
          <Button look="primary" onPress={() => void room.agree()}>
            {t('consent.agreeAndJoin')}
          </Button>
          <Button onPress={() => void room.leave()}>{t('consent.leave')}</Button>
        </div>
      </section>
    </main>
  );
}

/** A recording began while the person is here: agree or leave, and until then nothing of theirs is recorded. */
export function ConsentDialog() {
  const { t } = useTranslation();
  const { room, state } = useRoom();
  const [isBusy, setIsBusy] = useState(false);
  const agree = async () => {
    setIsBusy(true);
    await room.agree().catch(() => undefined);
    setIsBusy(false);
  };
  return (
    <ModalDialog
      role="alertdialog"
      title={t('consent.titleStarted')}
      isOpen={state.mustAgree}
      actions={
        <>
          <Button onPress={() => void room.leave()}>{t('consent.leave')}</Button>
          <Button look="primary" isDisabled={isBusy} onPress={() => void agree()}>
            {t('consent.agree')}
          </Button>
        </>
      }
    >
      <p>{t('consent.text')}</p>
    </ModalDialog>
  );
}
