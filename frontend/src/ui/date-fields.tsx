import { type CalendarDate, GregorianCalendar, parseDate, parseTime, toCalendar } from '@internationalized/date';
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react';
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  Group,
  Heading,
  Label,
  Popover,
  TimeField,
} from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './date-fields.module.css';
import fields from './fields.module.css';
import menu from './menu.module.css';

/** "2026-11-24", whichever calendar the person's language counts in. */
const isoOf = (day: CalendarDate): string => toCalendar(day, new GregorianCalendar()).toString();

interface DateProps {
  readonly label: string;
  /** "2026-11-24" */
  readonly value: string;
  readonly earliest?: string;
  readonly isInvalid?: boolean;
  onChange(value: string): void;
}

export function DateInputField({ label, value, earliest, isInvalid = false, onChange }: DateProps) {
  return (
    <DatePicker
      className={classes(fields['field'])}
      value={parseDate(value)}
      minValue={earliest ? parseDate(earliest) : null}
      isInvalid={isInvalid}
      onChange={(day) => day && onChange(isoOf(day))}
    >
      <Label className={classes(fields['label'])}>{label}</Label>
      <Group className={classes(styles['group'])}>
        <DateInput className={classes(styles['segments'])}>
          {(segment) => <DateSegment segment={segment} className={classes(styles['segment'])} />}
        </DateInput>
        <Button className={classes(styles['open'])}>
          <CalendarDays size={18} aria-hidden />
        </Button>
      </Group>
      <Popover className={classes(menu['popover'])}>
        <Dialog className={classes(styles['dialog'])}>
          <Month />
        </Dialog>
      </Popover>
    </DatePicker>
  );
}

function Month() {
  return (
    <Calendar>
      <header className={styles['head']}>
        <Button slot="previous" className={classes(styles['open'])}>
          <ChevronLeft size={18} aria-hidden className={styles['arrow']} />
        </Button>
        <Heading className={classes(styles['title'])} />
        <Button slot="next" className={classes(styles['open'])}>
          <ChevronRight size={18} aria-hidden className={styles['arrow']} />
        </Button>
      </header>
      <CalendarGrid className={classes(styles['grid'])}>
        <CalendarGridHeader>
          {(day) => <CalendarHeaderCell className={classes(styles['weekday'])}>{day}</CalendarHeaderCell>}
        </CalendarGridHeader>
        <CalendarGridBody>{(date) => <CalendarCell date={date} className={classes(styles['day'])} />}</CalendarGridBody>
      </CalendarGrid>
    </Calendar>
  );
}

interface TimeProps {
  readonly label: string;
  /** "10:00" */
  readonly value: string;
  onChange(value: string): void;
}

export function TimeInputField({ label, value, onChange }: TimeProps) {
  return (
    <TimeField
      className={classes(fields['field'])}
      value={parseTime(value)}
      onChange={(time) => time && onChange(time.toString().slice(0, 5))}
    >
      <Label className={classes(fields['label'])}>{label}</Label>
      <DateInput className={classes(styles['group'], styles['segments'])}>
        {(segment) => <DateSegment segment={segment} className={classes(styles['segment'])} />}
      </DateInput>
    </TimeField>
  );
}
