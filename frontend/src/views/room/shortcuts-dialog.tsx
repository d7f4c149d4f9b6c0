import { Keyboard } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classes } from '../../ui/classes.ts';
import { ModalDialog } from '../../ui/dialog.tsx';
import { SwitchInput } from '../../ui/fields.tsx';
import styles from './room.module.css';
import type { Shortcuts } from './use-shortcuts.ts';

interface Props {
  readonly isOpen: boolean;
  onClose(): void;
  readonly shortcuts: Shortcuts;
}

export function ShortcutsDialog({ isOpen, onClose, shortcuts }: Props) {
  const { t } = useTranslation();
  const rows = [
    [t('shortcuts.spaceKey'), t('shortcuts.space')],
    ['M', t('shortcuts.m')],
    ['V', t('shortcuts.v')],
    ['P', t('shortcuts.p')],
    ['C', t('shortcuts.c')],
    ['R', t('shortcuts.r')],
    ['H', t('shortcuts.h')],
    ['?', t('shortcuts.question')],
    ['F6', t('shortcuts.f6')],
  ];
  return (
    <ModalDialog title={t('shortcuts.title')} isOpen={isOpen} onClose={onClose} closeLabel={t('common.close')}>
      <dl className={styles['keys']}>
        {rows.map(([key, text]) => (
          <div key={key}>
            <dt>
              <Keyboard className={classes(styles['key'])}>{key}</Keyboard>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <SwitchInput isOn={shortcuts.areOn} onChange={shortcuts.setAreOn}>
        {t('shortcuts.enabled')}
      </SwitchInput>
    </ModalDialog>
  );
}
