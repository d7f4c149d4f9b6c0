import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './fields.module.css';
import menu from './menu.module.css';

interface Props {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly options: readonly { readonly id: string; readonly label: string }[];
  readonly chosen: string | undefined;
  /** Shown while nothing can be chosen. */
  readonly placeholder: string;
  onChoose(id: string): void;
}

export function ChoiceSelect({ label, icon, options, chosen, placeholder, onChoose }: Props) {
  return (
    <Select
      className={classes(styles['field'])}
      isDisabled={options.length === 0}
      value={chosen ?? null}
      placeholder={placeholder}
      onChange={(key) => key !== null && onChoose(String(key))}
    >
      <Label className={classes(styles['label'])}>{label}</Label>
      <Button className={classes(styles['select'])}>
        {icon}
        <SelectValue className={classes(styles['value'])} />
        <ChevronDown size={16} aria-hidden />
      </Button>
      <Popover className={classes(menu['popover'])}>
        <ListBox className={classes(menu['menu'])}>
          {options.map((option) => (
            <ListBoxItem key={option.id} id={option.id} textValue={option.label} className={classes(menu['item'])}>
              {option.label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
