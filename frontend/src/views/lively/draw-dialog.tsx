import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { ModalDialog } from '../../ui/dialog.tsx';
import { SwitchInput } from '../../ui/fields.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useRoom } from '../room/room-context.ts';
import styles from './lively.module.css';

/** Draws a student to ask; who was drawn already is not drawn again before a teacher starts over. */
export function DrawDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const { state, parts } = useRoom();
  const { draw } = parts.lively;
  const { asked, sparesMute, isEmpty, isBusy } = useWatched(draw.state);
  const students = state.people.filter(({ role }) => role === 'student');
  const askedHere = students.filter(({ seatId }) => asked.includes(seatId)).length;
  const next = () =>
    void draw.next().then((isDrawn) => {
      if (isDrawn) onClose();
    });
  return (
    <ModalDialog
      title={t('draw.set')}
      isOpen
      onClose={onClose}
      closeLabel={t('common.close')}
      actions={
        <>
          {asked.length > 0 && (
            <Button isDisabled={isBusy} onPress={() => void draw.reset()}>
              {t('draw.reset')}
            </Button>
          )}
          <Button look="primary" isDisabled={isBusy || students.length === 0} onPress={next}>
            {t('draw.next')}
          </Button>
        </>
      }
    >
      <p role="status">{isEmpty ? t('draw.empty') : t('draw.progress', { asked: askedHere, count: students.length })}</p>
      <SwitchInput isOn={sparesMute} onChange={(spares) => draw.spareMute(spares)}>
        {t('draw.sparesMute')}
      </SwitchInput>
      <p className={styles['soft']}>{t('draw.fair')}</p>
    </ModalDialog>
  );
}
