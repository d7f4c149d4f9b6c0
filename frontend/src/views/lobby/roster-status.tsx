import type { RosterState } from '@liveclass/contract';
import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Roster } from '../../models/roster.ts';
import { Button } from '../../ui/button.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useAgo } from './ago.ts';
import styles from './people-part.module.css';

/** How fresh the list is, what the last look at the course brought or why it brought none, and the button for another. */
export function RosterStatus({ roster }: { readonly roster: Roster }) {
  const { t } = useTranslation();
  const { reply, asked, refusedBy } = useWatched(roster.state);
  if (!reply) return null;
  const { state } = reply;
  if (!state.isOffered) return <p className={styles['note']}>{t('roster.byLaunch')}</p>;
  const isReading = state.reading !== null || asked === 'reading';
  return (
    <div className={styles['status']}>
      <div className={styles['said']} role="status">
        <p>{isReading ? <Reading read={state.reading?.read ?? 0} /> : <AsOf state={state} roster={roster} />}</p>
        {asked === 'done' && !state.fault && !state.doubt && <Outcome state={state} />}
        {refusedBy && <p className={styles['trouble']}>{t(`reasons.${refusedBy}`)}</p>}
        {!isReading && state.fault && <p className={styles['trouble']}>{t(`roster.fault.${state.fault.reason}`)}</p>}
        {!isReading && !state.fault && state.doubt && <p className={styles['trouble']}>{t(`roster.doubt.${state.doubt}`)}</p>}
      </div>
      <Button icon={<RefreshCw size={18} aria-hidden />} isDisabled={isReading} onPress={() => void roster.sync()}>
        {t('roster.update')}
      </Button>
    </div>
  );
}

function Reading({ read }: { readonly read: number }) {
  const { t } = useTranslation();
  return <>{read === 0 ? t('roster.reading') : t('roster.readSome', { count: read })}</>;
}

function AsOf({ state, roster }: { readonly state: RosterState; readonly roster: Roster }) {
  const { t } = useTranslation();
  const ago = useAgo(roster.now);
  return <>{state.syncedAt === null ? t('roster.never') : t('roster.asOf', { ago: ago(state.syncedAt) })}</>;
}

/** What the look brought, in one line. */
function Outcome({ state }: { readonly state: RosterState }) {
  const { t, i18n } = useTranslation();
  const { came = 0, left = 0, moved = 0 } = state.change ?? {};
  const parts = [
    came > 0 && t('roster.came', { count: came }),
    left > 0 && t('roster.left', { count: left }),
    moved > 0 && t('roster.moved', { count: moved }),
  ].filter((part) => part !== false);
  return (
    <p className={styles['outcome']}>
      {parts.length === 0 ? t('roster.unchanged') : new Intl.ListFormat(i18n.language, { type: 'unit' }).format(parts)}
    </p>
  );
}
