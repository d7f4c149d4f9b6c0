import { type HeldSession, isGuest, type PersonAttendance } from '@liveclass/contract';
import { Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import styles from './attendance.module.css';
import { useNumbers } from './numbers.ts';
import { Timeline } from './timeline.tsx';

interface Props {
  readonly session: HeldSession;
  readonly person: PersonAttendance;
  onCorrect(): void;
}

export function PersonRow({ session, person, onCorrect }: Props) {
  const { t } = useTranslation();
  const { minutes, percent, time } = useNumbers();
  const { name, joinedAt, leftAt, presentMs, share, stretches, standing } = person;
  const shown = name || t('attendance.nameless');
  return (
    <tr data-testid="attendance" data-person={person.personId} data-name={name}>
      <th scope="row">
        <span className={styles['name']}>
          <bdi>{shown}</bdi>
        </span>
        {isGuest(person.personId) && <span className={styles['soft']}>{t('role.guest')}</span>}
        <Marks person={person} />
      </th>
      <td className={styles['wide']}>
        <Timeline session={session} stretches={stretches} />
        {joinedAt !== null && (
          <span className={styles['soft']}>
            {leftAt === null
              ? t('attendance.since', { from: time(joinedAt) })
              : t('attendance.fromTo', { from: time(joinedAt), to: time(leftAt) })}
          </span>
        )}
      </td>
      <td>
        {standing === 'excused' ? (
          <span className={styles['soft']}>{t('attendance.notCounted')}</span>
        ) : (
          <>
            <span className={styles['number']}>{percent(share)}</span>{' '}
            <span className={classes(styles['soft'], styles['minutes'])}>{minutes(presentMs)}</span>
          </>
        )}
      </td>
      <td className={styles['end']}>
        {!isGuest(person.personId) && (
          <IconButton label={t('attendance.correctFor', { name: shown })} onPress={onCorrect}>
            <Pencil size={18} aria-hidden />
          </IconButton>
        )}
      </td>
    </tr>
  );
}

/** What is to be known beside the minutes, in words. */
export function Marks({ person }: { readonly person: PersonAttendance }) {
  const { t } = useTranslation();
  const { standing, isHere, isLate, leftEarly, correction } = person;
  const marks = [
    isHere ? 'isHere' : standing === 'present' ? undefined : standing,
    isLate ? 'late' : undefined,
    leftEarly ? 'leftEarly' : undefined,
    correction ? 'corrected' : undefined,
  ].filter((mark) => mark !== undefined);
  if (marks.length === 0) return null;
  return (
    <span className={styles['marks']}>
      {marks.map((mark) => (
        <span key={mark} className={styles['mark']} data-mark={mark}>
          {t(`attendance.mark.${mark}`)}
        </span>
      ))}
    </span>
  );
}
