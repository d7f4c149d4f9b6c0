import type { ReactNode } from 'react';
import { Menu, MenuItem, MenuTrigger, Popover, Text } from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './menu.module.css';

export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly hint?: string;
  readonly isDanger?: boolean;
  /** Where the choices are one of several, the one that holds. */
  readonly isChosen?: boolean;
  onChoose(): void;
}

interface Props {
  readonly label: string;
  readonly choices: readonly Choice[];
  /** The button that opens it. */
  readonly children: ReactNode;
  readonly placement?: 'top' | 'bottom end' | 'bottom' | 'top end';
}

/** A button that opens a list of things to do or to choose from. */
export function ChoiceMenu({ label, choices, children, placement = 'bottom end' }: Props) {
  const isOneOf = choices.some(({ isChosen }) => isChosen !== undefined);
  const selection = isOneOf
    ? { selectionMode: 'single' as const, selectedKeys: choices.filter(({ isChosen }) => isChosen).map(({ id }) => id) }
    : {};
  return (
    <MenuTrigger>
      {children}
      <Popover placement={placement} className={classes(styles['popover'])}>
        <Menu
          aria-label={label}
          className={classes(styles['menu'])}
          onAction={(key) => choices.find(({ id }) => id === key)?.onChoose()}
          {...selection}
        >
          {choices.map(({ id, label: text, icon, hint, isDanger }) => (
            <MenuItem key={id} id={id} textValue={text} className={classes(styles['item'], isDanger && styles['danger'])}>
              {icon}
              <span className={styles['words']}>
                <Text slot="label">{text}</Text>
                {hint && (
                  <Text slot="description" className={classes(styles['hint'])}>
                    {hint}
                  </Text>
                )}
              </span>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
