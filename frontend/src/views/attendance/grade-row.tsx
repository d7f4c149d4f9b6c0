import type { GradeDelivery, GradesReply } from '@liveclass/contract';
import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.tsx';
import { useWhen } from '../lobby/when.ts';
import styles from './attendance.module.css';
import { useNumbers } from './numbers.ts';

interface Props {
  readonly person: GradesReply['people'][number];
  readonly canSend: boolean;
  onSend(): void;
}

export function GradeRow({ person, canSend, onSend }: Props) {
  const { t } = useTranslation();
  const { grade } = useNumbers();
  const { name, score, sessions, attended, excused, delivery } = person;
  const shown = name || t('attendance.nameless');
  const isAgain = canSend && score !== null && (delivery.state === 'sent' || delivery.state === 'refused');
  return (
    <tr data-testid="grade" data-person={person.personId} data-name={name} data-state={delivery.state}>
      <th scope="row">
        <span className={styles['name']}>
          <bdi>{shown}</bdi>
        </span>
      </th>
      <td className={styles['wide']}>
        {t('grades.attended', { attended, sessions })}
        {excused > 0 && <span className={styles['soft']}> {t('grades.excused', { count: excused })}</span>}
      </td>
      <td className={styles['number']}>{score === null ? <span className={styles['soft']}>{t('grades.none')}</span> : grade(score)}</td>
      <td>
        <div className={styles['delivery']}>
          <Delivery delivery={delivery} />
          {isAgain && (
            <IconButton label={t('grades.again', { name: shown })} onPress={onSend}>
              <RotateCcw size={18} aria-hidden />
            </IconButton>
          )}
        </div>
      </td>
    </tr>
  );
}

function Delivery({ delivery }: { readonly delivery: GradeDelivery }) {
  const { t } = useTranslation();
  const when = useWhen();
  const { grade } = useNumbers();
  switch (delivery.state) {
    case 'none':
      return <span className={styles['soft']}>{t('grades.state.none')}</span>;
    case 'sent':
      if (delivery.score === null) return <span>{t('grades.state.takenBack', { time: when(delivery.at) })}</span>;
      return <span>{t('grades.state.sent', { grade: grade(delivery.score), time: when(delivery.at) })}</span>;
    case 'waiting':
      if (delivery.cause === null) return <span className={styles['soft']}>{t('grades.state.waiting')}</span>;
      return (
        <span className={styles['soft']}>
          {t('grades.state.waitingUntil', {
            time: when(delivery.nextTryAt),
            cause: t(`grades.cause.${delivery.cause}`),
            status: delivery.status ?? '',
          })}
        </span>
      );
    case 'refused':
      return (
        <span className={styles['refused']}>
          {t(`grades.why.${delivery.why}`)}
          {delivery.said && (
            <>
              {' '}
              <bdi>
                {delivery.status ?? ''} {delivery.said}
              </bdi>
            </>
          )}
        </span>
      );
  }
}
