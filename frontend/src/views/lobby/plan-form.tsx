import { LIMITS, Refusal, type Schedule } from '@liveclass/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { myTimeZone } from '../../links/time-zone.ts';
import { draftOf, meetingsIn, type PlanDraft, repeatDays, scheduleOf, weekdayOf } from '../../models/plan.ts';
import { Button } from '../../ui/button.tsx';
import { DateInputField, TimeInputField } from '../../ui/date-fields.tsx';
import { CheckboxInput, SwitchInput } from '../../ui/fields.tsx';
import { ChoiceSelect } from '../../ui/select.tsx';
import { useHere } from '../house-context.ts';
import styles from './plan-section.module.css';

const LENGTHS = [15, 30, 45, 60, 75, 90, 120, 150, 180, 240];

interface Props {
  readonly schedule: Schedule | null;
  onDone(): void;
}

/** Day, time, length, weekly repeat. What is wrong is said before it can be sent. */
export default function PlanForm({ schedule, onDone }: Props) {
  const { t } = useTranslation();
  const { house } = useHere();
  const [draft, setDraft] = useState(() => draftOf(schedule, house.api.now(), myTimeZone() ?? 'UTC'));
  const [isBusy, setIsBusy] = useState(false);
  const change = (part: Partial<PlanDraft>) => setDraft({ ...draft, ...part });
  const count = meetingsIn(draft);
  const isPossible = count > 0 && count <= LIMITS.meetingsPerSchedule;
  const send = async (wanted: Schedule | null) => {
    setIsBusy(true);
    try {
      house.library.take(await house.api.changeSettings({ schedule: wanted }));
      onDone();
    } catch (error) {
      house.notices.say(`reasons.${error instanceof Refusal ? error.reason : 'unavailable'}`, {}, 'trouble');
      setIsBusy(false);
    }
  };
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (isPossible && !isBusy) void send(scheduleOf(draft));
      }}
    >
      <Fields draft={draft} isPossible={isPossible} onChange={change} />
      <p className={styles['sum']} role="status">
        {!isPossible
          ? t(count === 0 ? 'plan.endsBefore' : 'plan.tooMany', { count: LIMITS.meetingsPerSchedule })
          : t('plan.count', { count, zone: draft.timeZone.replaceAll('_', ' ') })}
      </p>
      <div className={styles['actions']}>
        {schedule && (
          <Button look="quiet" isDisabled={isBusy} onPress={() => void send(null)}>
            {t('plan.remove')}
          </Button>
        )}
        <span className={styles['gap']} />
        <Button isDisabled={isBusy} onPress={onDone}>
          {t('common.cancel')}
        </Button>
        <Button look="primary" type="submit" isDisabled={isBusy || !isPossible}>
          {t(isBusy ? 'plan.saving' : 'plan.save')}
        </Button>
      </div>
    </form>
  );
}

interface FieldsProps {
  readonly draft: PlanDraft;
  readonly isPossible: boolean;
  onChange(part: Partial<PlanDraft>): void;
}

function Fields({ draft, isPossible, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const lengths = [...new Set([...LENGTHS, draft.durationMinutes])].sort((a, b) => a - b);
  return (
    <div className={styles['fields']}>
      <DateInputField label={t('plan.day')} value={draft.day} onChange={(day) => onChange({ day })} />
      <TimeInputField label={t('plan.time')} value={draft.time} onChange={(time) => onChange({ time })} />
      <ChoiceSelect
        label={t('plan.length')}
        options={lengths.map((minutes) => ({ id: String(minutes), label: t('plan.minutes', { count: minutes }) }))}
        chosen={String(draft.durationMinutes)}
        placeholder=""
        onChoose={(id) => onChange({ durationMinutes: Number(id) })}
      />
      <div className={styles['repeat']}>
        <SwitchInput isOn={draft.isWeekly} onChange={(isWeekly) => onChange({ isWeekly })}>
          {t('plan.isWeekly')}
        </SwitchInput>
      </div>
      {draft.isWeekly && <Days draft={draft} onChange={onChange} />}
      {draft.isWeekly && (
        <DateInputField
          label={t('plan.until')}
          value={draft.lastDay}
          earliest={draft.day}
          isInvalid={!isPossible}
          onChange={(lastDay) => onChange({ lastDay })}
        />
      )}
    </div>
  );
}

/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** The days of the repeat; that of the first meeting cannot be taken away here. */
function Days({ draft, onChange }: Pick<FieldsProps, 'draft' | 'onChange'>) {
  const { t, i18n } = useTranslation();
  const name = new Intl.DateTimeFormat(i18n.language, { weekday: 'short', timeZone: 'UTC' });
  const first = weekdayOf(draft.day);
  const chosen = repeatDays(draft.day, draft.furtherDays);
  const take = (weekday: number, isOn: boolean) =>
    onChange({ furtherDays: [...draft.furtherDays.filter((one) => one !== weekday), ...(isOn ? [weekday] : [])] });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in this grid in every browser.
    <div role="group" aria-label={t('plan.days')} className={styles['days']}>
      {[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
        <CheckboxInput
          key={weekday}
          isOn={chosen.includes(weekday)}
          isDisabled={weekday === first}
          onChange={(isOn) => take(weekday, isOn)}
        >
          {name.format(MONDAY + (weekday - 1) * DAY_MS)}
        </CheckboxInput>
      ))}
    </div>
  );
}
