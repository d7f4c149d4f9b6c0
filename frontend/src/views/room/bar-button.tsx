import type { ReactNode } from 'react';
import { Button, type ButtonProps, TooltipTrigger } from 'react-aria-components';
import { Tip } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import styles from './bar.module.css';

interface Props extends Omit<ButtonProps, 'className' | 'children' | 'style'> {
  readonly label: string;
  readonly tip?: string;
  /** Shown as pressed. */
  readonly isOn?: boolean;
  /** 'off' is a device that is off by one's own choice, 'trouble' one that cannot be used, 'locked' one that a teacher locked. */
  readonly tone?: 'off' | 'trouble' | 'locked';
  /** Left out where a phone has no place for it; a key does the same. */
  readonly isSpare?: boolean;
  readonly children: ReactNode;
}

/** A round button of the bar, with its name as a tooltip. */
export function BarButton({ label, tip, isOn, tone, isSpare, children, ...rest }: Props) {
  return (
    <TooltipTrigger delay={400} closeDelay={0}>
      <Button
        {...rest}
        aria-label={label}
        {...(isOn === undefined ? {} : { 'aria-pressed': isOn })}
        className={classes(styles['round'], isOn && styles['on'], tone && styles[tone], isSpare && styles['spare'])}
      >
        {children}
      </Button>
      <Tip>{tip ?? label}</Tip>
    </TooltipTrigger>
  );
}
