import type { GradesReply } from '@liveclass/contract';
import { useQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useHere } from '../house-context.ts';
import { Asked, reasonOf } from './asked.tsx';
import styles from './attendance.module.css';
import { GradeRow } from './grade-row.tsx';
import { RuleForm } from './rule-form.tsx';

const POLL_MS = 2_000;
/** Corrections and ends of sessions queue grades behind this page's back. */
const SLOW_POLL_MS = 10_000;
type Graded = GradesReply['people'][number];

/** Whether sending now would change what the LMS has of this person. */
const isToSend = ({ score, sent, delivery }: Graded): boolean => {
  // Nothing is left to grade: what the LMS has is taken back.
  if (score === null) return delivery.state === 'waiting' ? delivery.score !== null : sent !== null && sent.score !== null;
  if (delivery.state === 'waiting') return delivery.score !== score;
  return delivery.state === 'refused' || sent?.score !== score;
};

/** How attendance becomes a grade, what would be sent for whom, and what became of it. */
export function GradesPanel() {
  const { house } = useHere();
  const query = useQuery({
    queryKey: ['grades'],
    queryFn: () => house.api.attendance.grades(),
    refetchInterval: ({ state }) => (state.data?.people.some(({ delivery }) => delivery.state === 'waiting') ? POLL_MS : SLOW_POLL_MS),
  });
  return (
    <Asked query={query}>
      {(grades) => (
        <div className={styles['stack']}>
          <RuleForm key={JSON.stringify(grades.rule)} rule={grades.rule} onSaved={() => void query.refetch()} />
          {grades.rule.grade !== 'none' && <Preview grades={grades} onSent={() => void query.refetch()} />}
        </div>
      )}
    </Asked>
  );
}

function useSending(onSent: () => void) {
  const { house } = useHere();
  const [isSending, setIsSending] = useState(false);
  const send = async (people?: readonly string[]) => {
    setIsSending(true);
    try {
      await house.api.attendance.sendGrades(people);
      onSent();
    } catch (error) {
      house.notices.say(reasonOf(error), {}, 'trouble');
    }
    setIsSending(false);
  };
  return { isSending, send };
}

function Preview({ grades, onSent }: { readonly grades: GradesReply; onSent(): void }) {
  const { t } = useTranslation();
  const { isSending, send } = useSending(onSent);
  const { people, column, hidesZero } = grades;
  const count = column === 'gone' ? people.filter(({ score }) => score !== null).length : people.filter(isToSend).length;
  const showsZero = hidesZero && people.some(({ score }) => score === 0);
  return (
    <section className={styles['stack']} aria-labelledby="grades-preview">
      <div className={styles['between']}>
        <div>
          <h3 id="grades-preview">{t('grades.preview')}</h3>
          <p className={column === 'gone' || column === 'none' ? styles['refused'] : styles['soft']} role="status">
            {t(`grades.column.${column}`)}
          </p>
        </div>
        <Button
          look="primary"
          icon={<Send size={18} className={styles['arrow']} aria-hidden />}
          isDisabled={isSending || count === 0 || column === 'none'}
          onPress={() => void send()}
        >
          {count === 0 ? t('grades.allSent') : t('grades.send', { count })}
        </Button>
      </div>
      {showsZero && <p className={styles['stale']}>{t('grades.hidesZero')}</p>}
      {people.length === 0 ? (
        <p className={styles['empty']}>{t('attendance.nobody')}</p>
      ) : (
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">{t('attendance.name')}</th>
              <th scope="col" className={styles['wide']}>
                {t('grades.sessions')}
              </th>
              <th scope="col">{t('grades.grade')}</th>
              <th scope="col">{t('grades.inCourse')}</th>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <GradeRow key={person.personId} person={person} canSend={column !== 'none'} onSend={() => void send([person.personId])} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
