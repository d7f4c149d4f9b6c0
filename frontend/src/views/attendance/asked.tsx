import { Refusal } from '@liveclass/contract';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import styles from './attendance.module.css';

export const reasonOf = (error: unknown): string => `reasons.${error instanceof Refusal ? error.reason : 'unavailable'}`;

/** What was asked for, or that it is on its way, or why it is not there and a way to ask again. */
export function Asked<T>({ query, children }: { readonly query: UseQueryResult<T>; readonly children: (data: T) => ReactNode }) {
  const { t } = useTranslation();
  const { data, error, isFetching } = query;
  if (data !== undefined) {
    return (
      <>
        {error && (
          <p className={styles['stale']} role="status">
            {t('attendance.stale')}
          </p>
        )}
        {children(data)}
      </>
    );
  }
  if (!error || isFetching) return <p role="status">{t('common.loading')}</p>;
  return (
    <div className={styles['empty']} role="alert">
      <p>{t(reasonOf(error))}</p>
      <Button onPress={() => void query.refetch()}>{t('common.tryAgain')}</Button>
    </div>
  );
}
