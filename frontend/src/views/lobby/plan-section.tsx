import { type ClassView, Refusal, type Schedule } from '@liveclass/contract';
import { CalendarClock } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { myTimeZone } from '../../links/time-zone.ts';
import type { Lobby } from '../../models/lobby.ts';
import { repeatDays, wallTime } from '../../models/plan.ts';
import { Button } from '../../ui/button.tsx';
import { SwitchInput } from '../../ui/fields.tsx';
import { useHere } from '../house-context.ts';
import { DoorSwitch } from '../waiting/door-switch.tsx';
import styles from './plan-section.module.css';

// Calendars are heavy, and most people never open one here.
const PlanForm = lazy(() => import('./plan-form.tsx'));

/** For teachers: when the class meets, and the way to change it. */
export function PlanSection({ view, lobby }: { readonly view: ClassView; readonly lobby: Lobby }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const { schedule } = view;
  return (
    <section className={styles['plan']} aria-labelledby="plan-title">
      <h2 id="plan-title">{t('plan.title')}</h2>
      {isOpen ? (
        <Suspense fallback={<p className={styles['line']}>{t('common.loading')}</p>}>
          <PlanForm schedule={schedule} onDone={() => setIsOpen(false)} />
        </Suspense>
      ) : (
        <div className={styles['line']}>
          <CalendarClock size={20} aria-hidden />
          <p className={styles['words']}>{schedule ? <PlanWords schedule={schedule} /> : t('plan.none')}</p>
          <Button onPress={() => setIsOpen(true)}>{t(schedule ? 'plan.change' : 'plan.make')}</Button>
        </div>
      )}
      <RecordSwitch isOn={view.recordFromStart} />
      <DoorSwitch isOn={view.hasWaitingRoom} lobby={lobby} />
      {view.isSetInLms && !isOpen && <p className={styles['sum']}>{t('plan.setInLms')}</p>}
    </section>
  );
}

function RecordSwitch({ isOn }: { readonly isOn: boolean }) {
  const { t } = useTranslation();
  const { house } = useHere();
  // What was clicked is shown at once, until the server has answered.
  const [wanted, setWanted] = useState<boolean | undefined>();
  const change = async (recordFromStart: boolean) => {
    setWanted(recordFromStart);
    try {
      house.library.take(await house.api.changeSettings({ recordFromStart }));
    } catch (error) {
      house.notices.say(`reasons.${error instanceof Refusal ? error.reason : 'unavailable'}`, {}, 'trouble');
    }
    setWanted(undefined);
  };
  return (
    <SwitchInput isOn={wanted ?? isOn} onChange={(now) => void change(now)}>
      {t('plan.recordFromStart')}
    </SwitchInput>
  );
}

/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

function PlanWords({ schedule }: { readonly schedule: Schedule }) {
  const { t, i18n } = useTranslation();
  // On the wall of its zone the plan reads the same wherever the teacher is: reckoned and shown in one zone that never changes.
  const at = Date.parse(`${schedule.startsAt}Z`);
  const clock = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short', timeZone: 'UTC' });
  const hours = clock.formatRange(at, at + schedule.durationMinutes * 60_000);
  const dayOf = (day: number, format: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(i18n.language, { ...format, timeZone: 'UTC' }).format(day);
  const words = schedule.weeklyUntil
    ? t('plan.weekly', {
        day: new Intl.ListFormat(i18n.language).format(
          repeatDays(schedule.startsAt, schedule.weekdays).map((weekday) => dayOf(MONDAY + (weekday - 1) * DAY_MS, { weekday: 'long' })),
        ),
        hours,
        until: dayOf(Date.parse(`${schedule.weeklyUntil}T00:00Z`), { dateStyle: 'long' }),
      })
    : t('plan.once', { day: dayOf(at, { dateStyle: 'full' }), hours });
  const isElsewhere = wallTime(at, myTimeZone() ?? 'UTC') !== wallTime(at, schedule.timeZone);
  return (
    <>
      {words}
      {isElsewhere && <span className={styles['zone']}> {t('plan.zone', { zone: schedule.timeZone.replaceAll('_', ' ') })}</span>}
    </>
  );
}
