import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Asked } from '../attendance/asked.tsx';
import table from '../attendance/attendance.module.css';
import { useHere } from '../house-context.ts';
import styles from './polls.module.css';

/** How many questions with a right answer each student answered rightly. */
export function ScoresTable() {
  const { t } = useTranslation();
  const { house } = useHere();
  const query = useQuery({ queryKey: ['poll-scores'], queryFn: () => house.api.polls.scores() });
  return (
    <Asked query={query}>
      {({ questions, people }) =>
        questions === 0 ? (
          <p className={styles['soft']}>{t('polls.noScores')}</p>
        ) : (
          <div className={styles['part']}>
            <p className={styles['soft']}>{t('polls.scoresHow', { count: questions })}</p>
            <table className={table['table']}>
              <thead>
                <tr>
                  <th scope="col">{t('attendance.name')}</th>
                  <th scope="col">{t('polls.answeredColumn')}</th>
                  <th scope="col">{t('polls.rightColumn')}</th>
                </tr>
              </thead>
              <tbody>
                {people.map(({ personId, name, answered, right }) => (
                  <tr key={personId} data-testid="score" data-name={name} data-right={right}>
                    <th scope="row">
                      <bdi>{name || t('attendance.nameless')}</bdi>
                    </th>
                    <td>{t('polls.outOf', { part: answered, all: questions })}</td>
                    <td>{t('polls.outOf', { part: right, all: questions })}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      }
    </Asked>
  );
}
