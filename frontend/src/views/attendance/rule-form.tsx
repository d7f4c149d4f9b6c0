import { type AttendanceRule, LIMITS } from '@liveclass/contract';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { NumberInput } from '../../ui/number.tsx';
import { ChoiceSelect } from '../../ui/select.tsx';
import { useHere } from '../house-context.ts';
import { reasonOf } from './asked.tsx';
import styles from './attendance.module.css';

const GRADES = ['none', 'share', 'presence'] as const;
const SENDINGS = ['by-hand', 'automatic'] as const;

/** How attendance becomes a grade in this class. */
export function RuleForm({ rule, onSaved }: { readonly rule: AttendanceRule; onSaved(): void }) {
  const { t } = useTranslation();
  const { house } = useHere();
  const [draft, setDraft] = useState(rule);
  const [isSaving, setIsSaving] = useState(false);
  const change = (part: Partial<AttendanceRule>) => setDraft({ ...draft, ...part });
  const isChanged = JSON.stringify(draft) !== JSON.stringify(rule);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setIsSaving(true);
    try {
      await house.api.attendance.setRule(draft);
      house.notices.say('grades.saved');
      onSaved();
    } catch (error) {
      house.notices.say(reasonOf(error), {}, 'trouble');
    }
    setIsSaving(false);
  };
  return (
    <form className={styles['card']} onSubmit={(event) => void save(event)} aria-label={t('grades.rule')}>
      <h3>{t('grades.rule')}</h3>
      <div className={styles['fields']}>
        <Fields draft={draft} change={change} />
      </div>
      <p className={styles['soft']}>{t(`grades.explain.${draft.grade}`)}</p>
      <div>
        <Button type="submit" look="primary" isDisabled={!isChanged || isSaving}>
          {t('attendance.save')}
        </Button>
      </div>
    </form>
  );
}

function Fields({ draft, change }: { readonly draft: AttendanceRule; change(part: Partial<AttendanceRule>): void }) {
  const { t } = useTranslation();
  const minutes = { least: 0, most: LIMITS.attendanceGraceMinutes };
  return (
    <>
      <ChoiceSelect
        label={t('grades.grade')}
        options={GRADES.map((id) => ({ id, label: t(`grades.by.${id}`) }))}
        chosen={draft.grade}
        placeholder=""
        onChoose={(id) => change({ grade: id as AttendanceRule['grade'] })}
      />
      {draft.grade === 'presence' && (
        <NumberInput
          label={t('grades.atLeast')}
          value={draft.atLeastPercent}
          least={1}
          most={100}
          onChange={(atLeastPercent) => change({ atLeastPercent })}
        />
      )}
      {draft.grade !== 'none' && (
        <ChoiceSelect
          label={t('grades.sending')}
          options={SENDINGS.map((id) => ({ id, label: t(`grades.when.${id}`) }))}
          chosen={draft.sending}
          placeholder=""
          onChoose={(id) => change({ sending: id as AttendanceRule['sending'] })}
        />
      )}
      <NumberInput
        label={t('grades.lateAfter')}
        value={draft.lateAfterMinutes}
        {...minutes}
        onChange={(lateAfterMinutes) => change({ lateAfterMinutes })}
      />
      <NumberInput
        label={t('grades.earlyBefore')}
        value={draft.earlyBeforeMinutes}
        {...minutes}
        onChange={(earlyBeforeMinutes) => change({ earlyBeforeMinutes })}
      />
    </>
  );
}
