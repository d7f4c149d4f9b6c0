import type { Reason } from '@liveclass/contract';
import { CircleAlert, Clock3 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import styles from './pages.module.css';

/** Words come late: what is there in a moment needs none. */
const QUIET_MS = 600;

export function WaitingPage() {
  const { t } = useTranslation();
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main className={styles['page']} aria-busy="true">
      <output className={styles['waiting']}>{isLate ? t('common.loading') : ''}</output>
    </main>
  );
}

type Kind = 'not-found' | 'refused' | 'crashed';

const EXPIRED: readonly (Reason | undefined)[] = ['not-signed-in', 'session-expired', 'link-expired'];

export function ProblemPage({ kind, reason }: { readonly kind: Kind; readonly reason?: Reason }) {
  const { t } = useTranslation();
  const isExpired = EXPIRED.includes(reason);
  const title =
    kind === 'not-found' ? t('error.notFound') : kind === 'crashed' ? t('error.crashed') : t(isExpired ? 'error.expired' : 'error.title');
  const text = kind === 'crashed' ? t('error.crashedText') : reason && !isExpired ? t(`reasons.${reason}`) : t('error.expiredText');
  return (
    <main className={styles['page']}>
      <section className={styles['card']}>
        <span className={styles['sign']}>{isExpired ? <Clock3 size={28} aria-hidden /> : <CircleAlert size={28} aria-hidden />}</span>
        <h1>{title}</h1>
        <p>{text}</p>
        {!isExpired && kind !== 'not-found' && (
          <Button look="primary" onPress={() => location.reload()}>
            {t('common.tryAgain')}
          </Button>
        )}
      </section>
    </main>
  );
}
