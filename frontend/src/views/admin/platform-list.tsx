import type { PlatformView, Reason } from '@liveclass/contract';
import { Link2Off } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import styles from './admin-page.module.css';
import { useDesk } from './desk-context.ts';
import { PlatformRow } from './platform-row.tsx';

interface Props {
  /** Absent while they are loaded. */
  readonly platforms: readonly PlatformView[] | undefined;
  readonly trouble: Reason | undefined;
}

export function PlatformList({ platforms, trouble }: Props) {
  const { t } = useTranslation();
  const waiting = platforms?.filter(({ state }) => state === 'pending').length ?? 0;
  return (
    <section className={styles['section']} aria-labelledby="platforms">
      <h2 id="platforms">{t('admin.platforms')}</h2>
      {waiting > 0 && (
        <p className={styles['waiting']} role="status">
          {t('admin.waiting', { count: waiting })}
        </p>
      )}
      {trouble ? <Trouble reason={trouble} /> : <Rows platforms={platforms} />}
    </section>
  );
}

function Rows({ platforms }: { readonly platforms: readonly PlatformView[] | undefined }) {
  const { t } = useTranslation();
  if (!platforms) return <p className={styles['empty']}>{t('common.loading')}</p>;
  if (platforms.length === 0)
    return (
      <div className={styles['empty']}>
        <Link2Off size={20} aria-hidden />
        <p>
          <strong>{t('admin.empty')}</strong> {t('admin.emptyText')}
        </p>
      </div>
    );
  // Those that wait stand first: they are what somebody came for.
  const ordered = [...platforms].sort((a, b) => Number(b.state === 'pending') - Number(a.state === 'pending'));
  return (
    <ul className={styles['list']}>
      {ordered.map((platform) => (
        <PlatformRow key={platform.id} platform={platform} />
      ))}
    </ul>
  );
}

function Trouble({ reason }: { readonly reason: Reason }) {
  const { t } = useTranslation();
  const desk = useDesk();
  return (
    <div className={styles['trouble']} role="alert">
      <p>
        <strong>{t('admin.unreachable')}</strong> {t(`reasons.${reason}`)}
      </p>
      <Button onPress={() => void desk.refresh()}>{t('common.tryAgain')}</Button>
    </div>
  );
}
