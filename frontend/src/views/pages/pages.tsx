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

type Kind = 'not-found' | 'refused' | 'removed' | 'crashed';

const EXPIRED: readonly (Reason | undefined)[] = ['not-signed-in', 'session-expired', 'link-expired'];

export function ProblemPage({ kind, reason }: { readonly kind: Kind; readonly reason?: Reason }) {
  const { t } = useTranslation();
  const isExpired = EXPIRED.includes(reason);
  const [title, text] = wordsOf(kind, reason, isExpired);
  return (
    <main className={styles['page']}>
      <section className={styles['card']}>
        <span className={styles['sign']}>{isExpired ? <Clock3 size={28} aria-hidden /> : <CircleAlert size={28} aria-hidden />}</span>
        <h1>{t(title)}</h1>
        <p>{t(text)}</p>
        {!isExpired && kind !== 'not-found' && kind !== 'removed' && (
          <Button look="primary" onPress={() => location.reload()}>
            {t('common.tryAgain')}
          </Button>
        )}
      </section>
    </main>
  );
}

/** Title and text. */
function wordsOf(kind: Kind, reason: Reason | undefined, isExpired: boolean): [string, string] {
  if (kind === 'removed') return ['over.removed', 'over.removedText'];
  if (kind === 'crashed') return ['error.crashed', 'error.crashedText'];
  const text = reason && !isExpired ? `reasons.${reason}` : 'error.expiredText';
  if (kind === 'not-found') return ['error.notFound', text];
  return [isExpired ? 'error.expired' : 'error.title', text];
}
