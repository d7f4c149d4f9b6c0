import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps, Tooltip, TooltipTrigger } from 'react-aria-components';
import styles from './button.module.css';
import { classes } from './classes.ts';

export type Look = 'primary' | 'plain' | 'quiet' | 'danger';

interface Props extends Omit<ButtonProps, 'className' | 'children' | 'style'> {
  readonly look?: Look;
  readonly icon?: ReactNode;
  readonly isLarge?: boolean;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

export function Button({ look = 'plain', icon, isLarge, isWide, children, ...rest }: Props) {
  return (
    <AriaButton {...rest} className={classes(styles['button'], styles[look], isLarge && styles['large'], isWide && styles['wide'])}>
      {icon}
      <span className={styles['label']}>{children}</span>
    </AriaButton>
  );
}

interface IconProps extends Omit<ButtonProps, 'className' | 'children' | 'style'> {
  /** Accessible name, shown as a tooltip too. */
  readonly label: string;
  /** Where the tooltip says more than the name, for example a key. */
  readonly tip?: string;
  readonly look?: Look;
  readonly children: ReactNode;
}

export function IconButton({ label, tip, look = 'quiet', children, ...rest }: IconProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <AriaButton {...rest} aria-label={label} className={classes(styles['icon'], styles[look])}>
        {children}
      </AriaButton>
      <Tip>{tip ?? label}</Tip>
    </TooltipTrigger>
  );
}

export function Tip({ children }: { readonly children: ReactNode }) {
  return (
    <Tooltip offset={8} className={classes(styles['tip'])}>
      {children}
    </Tooltip>
  );
}
