import type { SeatId } from '@liveclass/contract';
import { useTranslation } from 'react-i18next';
import { ModalDialog } from '../../ui/dialog.tsx';
import { SwitchInput } from '../../ui/fields.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useRoom } from '../room/room-context.ts';
import styles from './board.module.css';

/** Which students may draw; each switch holds at once. */
export function DrawersDialog({ isOpen, onClose }: { readonly isOpen: boolean; onClose(): void }) {
  const { t } = useTranslation();
  const { board, state } = useRoom();
  const { view } = useWatched(board.state);
  const students = state.people.filter(({ role }) => role === 'student');
  const chosen = view.mode === 'chosen' ? view.drawers : [];
  const choose = (seatId: SeatId, isOn: boolean) =>
    void board.steering.allow('chosen', isOn ? [...chosen, seatId] : chosen.filter((one) => one !== seatId));
  return (
    <ModalDialog title={t('board.choose')} isOpen={isOpen} onClose={onClose} closeLabel={t('common.close')}>
      <div className={styles['drawers']}>
        {students.length === 0 && <p>{t('board.nobody')}</p>}
        {students.map(({ seatId, name }) => (
          <SwitchInput key={seatId} isOn={chosen.includes(seatId)} onChange={(isOn) => choose(seatId, isOn)}>
            <bdi>{name}</bdi>
          </SwitchInput>
        ))}
      </div>
    </ModalDialog>
  );
}
