import type { HeldSession, PersonAttendance } from '@liveclass/contract';
import { useQuery } from '@tanstack/react-query';
import { ArrowDownUp, ArrowLeft, Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { SwitchInput, TextInput } from '../../ui/fields.tsx';
import { useHere } from '../house-context.ts';
import { useWhen } from '../lobby/when.ts';
import { Asked, reasonOf } from './asked.tsx';
import styles from './attendance.module.css';
import { CorrectionDialog } from './correction-dialog.tsx';
import { useNumbers } from './numbers.ts';
import { PersonRow } from './person-row.tsx';
import { useDownload } from './use-download.ts';

const POLL_MS = 10_000;
/** So many rows at first; a long table is found by its names. */
const FIRST_ROWS = 200;
const FILTER_FROM = 10;

export function SessionTable({ sessionId, onBack }: { readonly sessionId: string; onBack(): void }) {
  const { t } = useTranslation();
  const { house } = useHere();
  const query = useQuery({
    queryKey: ['attendance', sessionId],
    queryFn: () => house.api.attendance.session(sessionId),
    refetchInterval: ({ state }) => (state.data?.session.endedAt === null ? POLL_MS : false),
  });
  return (
    <div className={styles['stack']}>
      <div className={styles['back']}>
        <Button look="quiet" icon={<ArrowLeft size={18} className={styles['arrow']} aria-hidden />} onPress={onBack}>
          {t('attendance.allSessions')}
        </Button>
      </div>
      <Asked query={query}>
        {({ session, people }) => <People session={session} people={people} onChanged={() => void query.refetch()} />}
      </Asked>
    </div>
  );
}

interface PeopleProps {
  readonly session: HeldSession;
  readonly people: readonly PersonAttendance[];
  onChanged(): void;
}

function People({ session, people, onChanged }: PeopleProps) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState('');
  const [correcting, setCorrecting] = useState<string | undefined>();
  const wanted = filter.trim().toLocaleLowerCase();
  const fitting = people.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
  const person = people.find(({ personId }) => personId === correcting);
  return (
    <>
      <SessionHead session={session} people={people} onChanged={onChanged} />
      {people.length >= FILTER_FROM && <TextInput label={t('attendance.filter')} value={filter} maxLength={100} onChange={setFilter} />}
      {fitting.length === 0 ? (
        <p className={styles['empty']}>{t(people.length === 0 ? 'attendance.nobody' : 'attendance.noneFits')}</p>
      ) : (
        <Table session={session} people={fitting} onCorrect={setCorrecting} />
      )}
      {person && (
        <CorrectionDialog
          session={session}
          person={person}
          onClose={() => setCorrecting(undefined)}
          onSaved={() => {
            setCorrecting(undefined);
            onChanged();
          }}
        />
      )}
    </>
  );
}

function SessionHead({ session, people, onChanged }: PeopleProps) {
  const { t } = useTranslation();
  const { house } = useHere();
  const when = useWhen();
  const { minutes } = useNumbers();
  const download = useDownload();
  const setCounts = (counts: boolean) =>
    house.api.attendance
      .setCounts(session.sessionId, counts)
      .then(onChanged, (error: unknown) => house.notices.say(reasonOf(error), {}, 'trouble'));
  const present = people.filter(({ standing, isHere }) => standing === 'present' || isHere).length;
  return (
    <div className={styles['between']}>
      <div>
        <h3>{when(session.startedAt)}</h3>
        <p className={styles['facts']}>
          {session.group !== undefined && <bdi>{session.group || t('rooms.rest')}</bdi>}
          <span>{session.endedAt === null ? t('lobby.live') : minutes(session.heldMs)}</span>
          <span>{t('attendance.came', { present, expected: people.length })}</span>
        </p>
        <SwitchInput isOn={session.counts} onChange={(counts) => void setCounts(counts)}>
          {t('attendance.countsForGrade')}
        </SwitchInput>
      </div>
      <Button icon={<Download size={18} aria-hidden />} onPress={() => void download(session.sessionId, session.startedAt)}>
        {t('attendance.download')}
      </Button>
    </div>
  );
}

type Order = 'name' | 'share';

interface TableProps {
  readonly session: HeldSession;
  readonly people: readonly PersonAttendance[];
  onCorrect(personId: string): void;
}

function Table({ session, people, onCorrect }: TableProps) {
  const { t, i18n } = useTranslation();
  const [order, setOrder] = useState<Order>('name');
  const [most, setMost] = useState(FIRST_ROWS);
  const byName = new Intl.Collator(i18n.language);
  const sorted = [...people].sort((one, other) =>
    order === 'share' ? one.share - other.share || byName.compare(one.name, other.name) : byName.compare(one.name, other.name),
  );
  const head = (by: Order, label: string) => (
    <th scope="col" aria-sort={order === by ? 'ascending' : 'none'}>
      <Button look="quiet" icon={<ArrowDownUp size={14} aria-hidden />} onPress={() => setOrder(by)}>
        {label}
      </Button>
    </th>
  );
  return (
    <>
      <table className={styles['table']}>
        <thead>
          <tr>
            {head('name', t('attendance.name'))}
            <th scope="col" className={styles['wide']}>
              {t('attendance.when')}
            </th>
            {head('share', t('attendance.present'))}
            <th scope="col">
              <span className={styles['hidden']}>{t('attendance.correct')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, most).map((person) => (
            <PersonRow key={person.personId} session={session} person={person} onCorrect={() => onCorrect(person.personId)} />
          ))}
        </tbody>
      </table>
      {sorted.length > most && (
        <Button onPress={() => setMost(most + FIRST_ROWS)}>{t('attendance.showMore', { count: sorted.length - most })}</Button>
      )}
    </>
  );
}
