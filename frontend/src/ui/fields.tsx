import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox, FieldError, Input, Label, Radio, Switch, TextField } from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './fields.module.css';

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly maxLength: number;
  readonly placeholder?: string;
  readonly isLabelHidden?: boolean;
  readonly shouldFocus?: boolean;
  /** What is wrong with it; read out and shown below. */
  readonly error?: string | undefined;
  /** An address or an id: written from left to right in every language, and left alone by spelling. */
  readonly isCode?: boolean;
  onChange(value: string): void;
  onBlur?(): void;
  onKeyDown?(key: string): void;
}

export function TextInput({ label, value, maxLength, placeholder, isLabelHidden, shouldFocus, ...rest }: TextProps) {
  const { error, isCode, onChange, onBlur, onKeyDown } = rest;
  return (
    <TextField
      className={classes(styles['field'])}
      value={value}
      onChange={onChange}
      maxLength={maxLength}
      autoFocus={shouldFocus ?? false}
      isInvalid={error !== undefined}
      {...(isLabelHidden ? { 'aria-label': label } : {})}
      {...(onBlur ? { onBlur } : {})}
      {...(onKeyDown ? { onKeyDown: (event) => onKeyDown(event.key) } : {})}
    >
      {!isLabelHidden && <Label className={classes(styles['label'])}>{label}</Label>}
      <Input
        className={classes(styles['input'])}
        {...(placeholder ? { placeholder } : {})}
        {...(isCode ? { dir: 'ltr', spellCheck: false, autoCapitalize: 'off', autoComplete: 'off' } : {})}
      />
      {error !== undefined && <FieldError className={classes(styles['error'])}>{error}</FieldError>}
    </TextField>
  );
}

interface OnOffProps {
  readonly isOn: boolean;
  readonly isDisabled?: boolean;
  onChange(isOn: boolean): void;
  readonly children: ReactNode;
}

export function CheckboxInput({ isOn, isDisabled = false, onChange, children }: OnOffProps) {
  return (
    <Checkbox isSelected={isOn} isDisabled={isDisabled} onChange={onChange} className={classes(styles['choice'])}>
      <span className={styles['box']} aria-hidden>
        {isOn && <Check size={14} strokeWidth={3} />}
      </span>
      <span>{children}</span>
    </Checkbox>
  );
}

/** One of a `CheckboxGroup`. */
export function GroupedCheckbox({ value, children }: { readonly value: string; readonly children: ReactNode }) {
  return (
    <Checkbox value={value} className={classes(styles['choice'])}>
      {({ isSelected }) => (
        <>
          <span className={styles['box']} aria-hidden>
            {isSelected && <Check size={14} strokeWidth={3} />}
          </span>
          <span>{children}</span>
        </>
      )}
    </Checkbox>
  );
}

/** One of a `RadioGroup`. */
export function RadioInput({ value, children }: { readonly value: string; readonly children: ReactNode }) {
  return (
    <Radio value={value} className={classes(styles['choice'])}>
      <span className={classes(styles['box'], styles['round'])} aria-hidden />
      <span>{children}</span>
    </Radio>
  );
}

export function SwitchInput({ isOn, onChange, children }: OnOffProps) {
  return (
    <Switch isSelected={isOn} onChange={onChange} className={classes(styles['choice'])}>
      <span className={styles['track']} aria-hidden>
        <span className={styles['thumb']} />
      </span>
      <span>{children}</span>
    </Switch>
  );
}
