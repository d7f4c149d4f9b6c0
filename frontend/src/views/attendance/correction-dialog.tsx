import { type Correction, type HeldSession, LIMITS, type PersonAttendance } from '@liveclass/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { ModalDialog } from '../../ui/dialog.tsx';
import { TextInput } from '../../ui/fields.tsx';
import { NumberInput } from '../../ui/number.tsx';
import { RadioChoice } from '../../ui/radios.tsx';
import { useHere } from '../house-context.ts';
import { useWhen } from '../lobby/when.ts';
import { reasonOf } from './asked.tsx';
import styles from './attendance.module.css';
import { useNumbers } from './numbers.ts';

interface Props {
  readonly session: HeldSession;
  readonly person: PersonAttendance;
  onClose(): void;
  onSaved(): void;
}

const CHOICES = ['measured', 'present', 'minutes', 'excused', 'absent'] as const;
type Choice = (typeof CHOICES)[number];

const correctionOf = (choice: Choice, minutes: number): Correction | null => {
  if (choice === 'measured') return null;
  return choice === 'minutes' ? { standing: 'minutes', minutes } : { standing: choice };
};

export function CorrectionDialog({ session, person, onClose, onSaved }: Props) {
  const { t } = useTranslation();
  const numbers = useNumbers();
  const [choice, setChoice] = useState<Choice>(person.correction?.standing ?? 'measured');
  const most = Math.min(LIMITS.attendanceMinutes, Math.max(1, Math.round(session.heldMs / 60_000)));
  const [minutes, setMinutes] = useState(Math.min(most, Math.round(person.presentMs / 60_000)));
  const [note, setNote] = useState('');
  const { isSaving, refusedBy, save } = useSaving(session, person, onSaved);
  const measured = numbers.minutes(person.measuredMs);
  const options = CHOICES.map((id) => ({ id, label: t(`attendance.choice.${id}`, { measured }) }));
  return (
    <ModalDialog
      title={t('attendance.correctFor', { name: person.name || t('attendance.nameless') })}
      isOpen
      onClose={onClose}
      closeLabel={t('common.close')}
      actions={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" isDisabled={isSaving} onPress={() => void save(correctionOf(choice, minutes), note)}>
            {t('attendance.save')}
          </Button>
        </>
      }
    >
      <RadioChoice label={t('attendance.counts')} options={options} chosen={choice} onChoose={(id) => setChoice(id as Choice)} />
      {choice === 'minutes' && (
        <NumberInput label={t('attendance.minutesPresent')} value={minutes} least={0} most={most} onChange={setMinutes} />
      )}
      <TextInput label={t('attendance.note')} value={note} maxLength={LIMITS.attendanceNoteChars} onChange={setNote} />
      {refusedBy && (
        <p className={styles['refused']} role="alert">
          {t(refusedBy)}
        </p>
      )}
      <Traces person={person} />
    </ModalDialog>
  );
}

function useSaving(session: HeldSession, person: PersonAttendance, onSaved: () => void) {
  const { house } = useHere();
  const [isSaving, setIsSaving] = useState(false);
  const [refusedBy, setRefusedBy] = useState<string | undefined>();
  const save = async (correction: Correction | null, note: string) => {
    setIsSaving(true);
    setRefusedBy(undefined);
    try {
      await house.api.attendance.correct(session.sessionId, person.personId, correction, note);
      onSaved();
    } catch (error) {
      setRefusedBy(reasonOf(error));
      setIsSaving(false);
    }
  };
  return { isSaving, refusedBy, save };
}

/** Who corrected what before, newest first. */
function Traces({ person: { traces } }: { readonly person: PersonAttendance }) {
  const { t } = useTranslation();
  const when = useWhen();
  const { minutes } = useNumbers();
  const said = (correction: Correction | null): string => {
    if (correction === null) return t('attendance.said.measured');
    if (correction.standing === 'minutes') return minutes(correction.minutes * 60_000);
    return t(`attendance.said.${correction.standing}`);
  };
  if (traces.length === 0) return null;
  return (
    <section aria-labelledby="traces">
      <h3 id="traces">{t('attendance.traces')}</h3>
      <ol className={styles['traces']}>
        {[...traces].reverse().map(({ at, by, before, after, note }) => (
          <li key={`${at} ${by} ${JSON.stringify(after)}`}>
            <p>
              {t('attendance.trace', { name: by || t('attendance.nameless'), before: said(before), after: said(after) })}{' '}
              <span className={styles['soft']}>{when(at)}</span>
            </p>
            {note && (
              <p className={styles['soft']}>
                <bdi>{note}</bdi>
              </p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
