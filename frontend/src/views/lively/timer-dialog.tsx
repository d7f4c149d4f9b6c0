import { LIMITS } from '@liveclass/contract';
import { useState } from 'react';
import { Group } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { ModalDialog } from '../../ui/dialog.tsx';
import { SwitchInput } from '../../ui/fields.tsx';
import { NumberInput } from '../../ui/number.tsx';
import { useRoom } from '../room/room-context.ts';
import styles from './lively.module.css';

const MINUTE_S = 60;
const USUAL_MINUTES = [1, 2, 5, 10, 15] as const;

/** How long, and whether it is heard at the end. */
export function TimerDialog({ onClose }: { onClose(): void }) {
  const { t, i18n } = useTranslation();
  const { timer } = useRoom().parts.lively;
  const [minutes, setMinutes] = useState(5);
  const [seconds, setSeconds] = useState(0);
  const [chimes, setChimes] = useState(true);
  const all = minutes * MINUTE_S + seconds;
  const start = (length: number) =>
    void timer.start(length, chimes).then((isStarted) => {
      if (isStarted) onClose();
    });
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <ModalDialog
      title={t('timer.set')}
      isOpen
      onClose={onClose}
      closeLabel={t('common.close')}
      actions={
        <Button look="primary" isDisabled={all < 1 || all > LIMITS.timerSeconds} onPress={() => start(all)}>
          {t('timer.start')}
        </Button>
      }
    >
      <Group className={classes(styles['row'])} aria-label={t('timer.usual')}>
        {USUAL_MINUTES.map((usual) => (
          <Button key={usual} onPress={() => start(usual * MINUTE_S)}>
            {t('timer.minutes', { count: usual, number: number.format(usual) })}
          </Button>
        ))}
      </Group>
      <div className={styles['fields']}>
        <NumberInput
          label={t('timer.minutesField')}
          value={minutes}
          least={0}
          most={LIMITS.timerSeconds / MINUTE_S}
          onChange={setMinutes}
        />
        <NumberInput label={t('timer.secondsField')} value={seconds} least={0} most={MINUTE_S - 1} onChange={setSeconds} />
      </div>
      <SwitchInput isOn={chimes} onChange={setChimes}>
        {t('timer.chimes')}
      </SwitchInput>
    </ModalDialog>
  );
}
