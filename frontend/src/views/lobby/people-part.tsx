import { LIMITS, type RosterReply } from '@liveclass/contract';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Bans } from '../../models/bans.ts';
import type { Roster } from '../../models/roster.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { IconButton } from '../../ui/button.tsx';
import { TextInput } from '../../ui/fields.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useHere } from '../house-context.ts';
import { BanButton } from './ban-button.tsx';
import styles from './people-part.module.css';
import { RosterStatus } from './roster-status.tsx';

/** Everybody of the class, for its teachers: who they are, who is in the room, and how fresh the list is. */
export function PeoplePart({ bans }: { readonly bans: Bans }) {
  const { t } = useTranslation();
  const { house } = useHere();
  const [roster] = useState(() => house.roster());
  const { reply, search, isLoading, refusedBy } = useWatched(roster.state);
  useEffect(() => {
    roster.open();
    const unwatch = house.library.state.subscribe(() => roster.classChanged());
    return () => {
      unwatch();
      roster.close();
    };
  }, [roster, house]);
  return (
    <section className={styles['part']} aria-labelledby="people-title" aria-busy={isLoading}>
      <header className={styles['head']}>
        <h2 id="people-title">{t('roster.title')}</h2>
        {reply && <Counts reply={reply} />}
      </header>
      <RosterStatus roster={roster} />
      <TextInput
        label={t('roster.search')}
        placeholder={t('roster.search')}
        isLabelHidden
        value={search}
        maxLength={LIMITS.rosterSearchChars}
        onChange={(text) => roster.search(text)}
      />
      {refusedBy && !reply && (
        <p className={styles['trouble']} role="alert">
          {t(`reasons.${refusedBy}`)}
        </p>
      )}
      {!reply && !refusedBy && <p className={styles['empty']}>{t('common.loading')}</p>}
      {reply && <People reply={reply} isSearched={search !== ''} bans={bans} />}
      {reply && <Pager roster={roster} matching={reply.matching} />}
    </section>
  );
}

function Counts({ reply }: { readonly reply: RosterReply }) {
  const { t } = useTranslation();
  return (
    <p className={styles['counts']}>
      {t('roster.count', { count: reply.teachers + reply.students })}
      <span aria-hidden> · </span>
      {t('roster.inRoom', { count: reply.inRoom })}
    </p>
  );
}

function People({ reply, isSearched, bans }: { readonly reply: RosterReply; readonly isSearched: boolean; readonly bans: Bans }) {
  const { t } = useTranslation();
  if (reply.people.length === 0) return <p className={styles['empty']}>{t(isSearched ? 'roster.noMatch' : 'roster.nobody')}</p>;
  return (
    <ul className={styles['list']}>
      {reply.people.map((person) => {
        const { personId, name, role, isInRoom } = person;
        return (
          <li key={personId} className={styles['row']} data-testid="roster-person">
            <Avatar name={name} isSmall />
            <span className={styles['who']}>
              <bdi className={styles['name']}>{name || t('roster.noName')}</bdi>
              <span className={styles['role']}>{t(`role.${role}`)}</span>
            </span>
            {isInRoom && (
              <span className={styles['here']}>
                <span className={styles['dot']} aria-hidden /> {t('roster.here')}
              </span>
            )}
            {role === 'student' && <BanButton person={person} bans={bans} />}
          </li>
        );
      })}
    </ul>
  );
}

function Pager({ roster, matching }: { readonly roster: Roster; readonly matching: number }) {
  const { t, i18n } = useTranslation();
  const { page } = useWatched(roster.state);
  const pages = Math.ceil(matching / LIMITS.rosterRows);
  if (pages < 2) return null;
  const isRtl = i18n.dir() === 'rtl';
  const [Before, After] = isRtl ? [ChevronRight, ChevronLeft] : [ChevronLeft, ChevronRight];
  return (
    <nav className={styles['pager']} aria-label={t('roster.pages')}>
      <IconButton label={t('room.previousPage')} isDisabled={page === 0} onPress={() => roster.turnPage(page - 1)}>
        <Before size={20} aria-hidden />
      </IconButton>
      <span aria-live="polite">{t('room.page', { page: page + 1, pages })}</span>
      <IconButton label={t('room.nextPage')} isDisabled={page + 1 >= pages} onPress={() => roster.turnPage(page + 1)}>
        <After size={20} aria-hidden />
      </IconButton>
    </nav>
  );
}
