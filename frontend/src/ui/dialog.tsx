import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { IconButton } from './button.tsx';
import { classes } from './classes.ts';
import styles from './dialog.module.css';

interface Props {
  readonly title: string;
  readonly isOpen: boolean;
  /** Absent where the person has to answer: then neither Escape nor a click beside it closes the dialog. */
  readonly onClose?: () => void;
  readonly closeLabel?: string;
  /** 'alertdialog' where it interrupts. */
  readonly role?: 'dialog' | 'alertdialog';
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}

export function ModalDialog({ title, isOpen, onClose, closeLabel, role = 'dialog', children, actions }: Props) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      isDismissable={onClose !== undefined}
      isKeyboardDismissDisabled={onClose === undefined}
      onOpenChange={(open) => !open && onClose?.()}
      className={classes(styles['scrim'])}
    >
      <Modal className={classes(styles['modal'])}>
        <Dialog role={role} className={classes(styles['dialog'])}>
          <header className={styles['head']}>
            <Heading slot="title" className={classes(styles['title'])}>
              {title}
            </Heading>
            {onClose && closeLabel && (
              <IconButton label={closeLabel} onPress={onClose}>
                <X size={20} aria-hidden />
              </IconButton>
            )}
          </header>
          <div className={styles['body']}>{children}</div>
          {actions && <footer className={styles['actions']}>{actions}</footer>}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
