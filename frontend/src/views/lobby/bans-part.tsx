import type { BanView, ModerationEntry } from '@liveclass/contract';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Bans } from '../../models/bans.ts';
import { Button } from '../../ui/button.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import styles from './bans-part.module.css';
import part from './people-part.module.css';

/** Who is kept out, until when and why; and what was done to keep order. For teachers, and only where there is something to say. */
export function BansPart({ bans }: { readonly bans: Bans }) {
  const { t } = useTranslation();
  const { reply, refusedBy } = useWatched(bans.state);
  const [isLogOpen, setIsLogOpen] = useState(false);
  useEffect(() => {
    void bans.load();
  }, [bans]);
  if (refusedBy)
    return (
      <p className={part['trouble']} role="alert">
        {t(`reasons.${refusedBy}`)}
      </p>
    );
  if (!reply || reply.bans.length + reply.log.length === 0) return null;
  return (
    <section className={part['part']} aria-labelledby="bans-title">
      <header className={part['head']}>
        <h2 id="bans-title">{t('bans.title')}</h2>
        {reply.log.length > 0 && (
          <Button look="quiet" aria-expanded={isLogOpen} onPress={() => setIsLogOpen((open) => !open)}>
            {t(isLogOpen ? 'bans.hideLog' : 'bans.showLog')}
          </Button>
        )}
      </header>
      {reply.bans.length === 0 ? (
        <p className={part['empty']}>{t('bans.nobody')}</p>
      ) : (
        <ul className={part['list']}>
          {reply.bans.map((ban) => (
            <BanRow key={ban.id} ban={ban} onLift={() => void bans.lift(ban.id)} />
          ))}
        </ul>
      )}
      {isLogOpen && <Log log={reply.log} />}
    </section>
  );
}

function useDay(): (at: number) => string {
  const { i18n } = useTranslation();
  const format = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  return (at) => format.format(at);
}

function BanRow({ ban, onLift }: { readonly ban: BanView; onLift(): void }) {
  const { t } = useTranslation();
  const day = useDay();
  const { scope, until, reason } = ban;
  const name = ban.name || t('bans.erased');
  const end = until === null ? t('bans.noEnd') : t('bans.until', { time: day(until) });
  return (
    <li className={styles['row']} data-testid="ban">
      <span className={styles['who']}>
        <bdi className={part['name']}>{name}</bdi>
        <span className={part['role']}>
          {[t(`bans.scope.${scope}`), end, t('bans.by', { name: ban.by || t('bans.erased') })].join(' · ')}
        </span>
        {reason && <bdi className={part['role']}>{reason}</bdi>}
      </span>
      <Button aria-label={t('bans.liftOf', { name })} onPress={onLift}>
        {t('bans.lift')}
      </Button>
    </li>
  );
}

function Log({ log }: { readonly log: readonly ModerationEntry[] }) {
  const { t } = useTranslation();
  const day = useDay();
  const words = ({ action, person, by }: ModerationEntry) =>
    t(`bans.log.${action === 'let-in' && person === null ? 'let-in-all' : action}`, {
      by: by || t('bans.erased'),
      name: person === null ? '' : person || t('bans.erased'),
    });
  return (
    <ol className={styles['log']} aria-label={t('bans.logTitle')}>
      {log.map((entry) => (
        <li key={`${entry.at}-${entry.action}-${entry.person}`}>
          <time dateTime={new Date(entry.at).toISOString()}>{day(entry.at)}</time> {words(entry)}
        </li>
      ))}
    </ol>
  );
}
