import { DrawDialog } from './draw-dialog.tsx';
import { TimerDialog } from './timer-dialog.tsx';

export type LivelyDialogName = 'timer' | 'draw';

/** A teacher's two dialogs, loaded when one of them is opened. */
export default function LivelyDialogs({ name, onClose }: { readonly name: LivelyDialogName; onClose(): void }) {
  return name === 'timer' ? <TimerDialog onClose={onClose} /> : <DrawDialog onClose={onClose} />;
}
