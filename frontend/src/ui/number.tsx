import { Minus, Plus } from 'lucide-react';
import { Button, Group, Input, Label, NumberField } from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './fields.module.css';

interface Props {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  onChange(value: number): void;
}

/** A whole number, typed or stepped. */
export function NumberInput({ label, value, least, most, onChange }: Props) {
  return (
    <NumberField
      className={classes(styles['field'])}
      value={value}
      minValue={least}
      maxValue={most}
      step={1}
      formatOptions={{ maximumFractionDigits: 0 }}
      // An emptied field is no number; what was there stays.
      onChange={(next) => !Number.isNaN(next) && onChange(next)}
    >
      <Label className={classes(styles['label'])}>{label}</Label>
      <Group className={classes(styles['stepped'])}>
        <Button slot="decrement" className={classes(styles['step'])}>
          <Minus size={16} aria-hidden />
        </Button>
        <Input className={classes(styles['number'])} />
        <Button slot="increment" className={classes(styles['step'])}>
          <Plus size={16} aria-hidden />
        </Button>
      </Group>
    </NumberField>
  );
}
