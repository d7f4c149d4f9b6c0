import { Label, Radio, RadioGroup } from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './fields.module.css';

interface Props {
  readonly label: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
  readonly chosen: string;
  onChoose(id: string): void;
}

/** One of a few, all of them in sight. */
export function RadioChoice({ label, options, chosen, onChoose }: Props) {
  return (
    <RadioGroup className={classes(styles['field'])} value={chosen} onChange={onChoose}>
      <Label className={classes(styles['label'])}>{label}</Label>
      {options.map((option) => (
        <Radio key={option.id} value={option.id} className={classes(styles['choice'])}>
          <span className={styles['ring']} aria-hidden />
          <span>{option.label}</span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
