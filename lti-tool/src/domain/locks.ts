import { DEFAULT_RIGHTS, type FreeSeat, Lock, type Locks, NO_LOCKS, type PersonId, type Rights, type Role } from '@liveclass/contract';
import type { Audience } from './events.ts';
import type { SeatRecord } from './seat.ts';

/** A person for whom some locks of the class do not hold. */
export interface Exception {
  readonly personId: PersonId;
  readonly locks: readonly Lock[];
}

/** The locks of a class, and the exceptions from them. */
export interface LockRecord {
  readonly locks: Locks;
  readonly exceptions: readonly Exception[];
}
export const UNLOCKED: LockRecord = { locks: NO_LOCKS, exceptions: [] };

export interface Standing {
  readonly role: Role;
  readonly personId: PersonId;
  readonly hasFloor: boolean;
}

/** What is closed for this person at this moment: nothing for a teacher, and no microphone for whoever was called. */
export function lockedFor({ locks, exceptions }: LockRecord, { role, personId, hasFloor }: Standing): ReadonlySet<Lock> {
  if (role === 'teacher') return new Set();
  const free = new Set(exceptions.find((one) => one.personId === personId)?.locks);
  if (hasFloor) free.add('microphone');
  return new Set(Lock.options.filter((lock) => locks[lock] && !free.has(lock)));
}

/** The rights that follow. Who may not know the others sees no camera of theirs: a picture tells more than a name. */
export function rightsOf(record: LockRecord, standing: Standing): Rights {
  const locked = lockedFor(record, standing);
  const { produce, consume } = DEFAULT_RIGHTS[standing.role];
  const lockOf = { microphone: 'microphone', camera: 'camera', screen: 'screen', 'screen-audio': 'screen' } as const;
  return {
    produce: produce.filter((source) => !locked.has(lockOf[source])),
    consume,
    ...(locked.has('cameras') || locked.has('people') ? { cameras: 'teachers' as const } : {}),
  };
}

export const sameRights = (one: Rights, other: Rights): boolean =>
  one.consume === other.consume &&
  (one.cameras ?? 'everybody') === (other.cameras ?? 'everybody') &&
  one.produce.length === other.produce.length &&
  one.produce.every((source) => other.produce.includes(source));

/**
 * Who is told by name that a student came in: nobody is left out while the list is open to all; else teachers, the student, and
 * whoever is free of that lock.
 */
export function audienceOfArrival(
  { locks, exceptions }: LockRecord,
  { role, personId }: Pick<Standing, 'role' | 'personId'>,
): Audience | undefined {
  if (!locks.people || role === 'teacher') return undefined;
  const free = exceptions.filter((one) => one.locks.includes('people')).map((one) => one.personId);
  return { teachers: true, persons: [personId, ...free] };
}

/** Whom this person may know to be here: everybody, or teachers and themselves. */
export function seenBy(
  record: LockRecord,
  me: Pick<SeatRecord, 'id' | 'role' | 'personId'>,
  present: readonly SeatRecord[],
): readonly SeatRecord[] {
  if (!lockedFor(record, { ...me, hasFloor: false }).has('people')) return present;
  return present.filter(({ id, role }) => role === 'teacher' || id === me.id);
}

/** Those in the room for whom locks do not hold, by their seats: persons are named to nobody. */
export function freeSeats({ exceptions }: LockRecord, present: readonly Pick<SeatRecord, 'id' | 'personId'>[]): FreeSeat[] {
  const byPerson = new Map(exceptions.map(({ personId, locks }) => [personId, locks]));
  return present.flatMap(({ id, personId }) => {
    const locks = byPerson.get(personId);
    return locks ? [{ seatId: id, locks: [...locks] }] : [];
  });
}

/** The record after a change; the same one where nothing changed. */
export function withLocks(record: LockRecord, change: { readonly [L in Lock]?: boolean | undefined }): LockRecord {
  const named = Lock.options.filter((lock) => change[lock] !== undefined && change[lock] !== record.locks[lock]);
  if (named.length === 0) return record;
  return { ...record, locks: { ...record.locks, ...Object.fromEntries(named.map((lock) => [lock, change[lock]])) } };
}

export function withException(record: LockRecord, { personId, locks }: Exception): LockRecord {
  const before = record.exceptions.find((one) => one.personId === personId)?.locks ?? [];
  const wanted = Lock.options.filter((lock) => locks.includes(lock));
  if (wanted.length === before.length && wanted.every((lock) => before.includes(lock))) return record;
  const others = record.exceptions.filter((one) => one.personId !== personId);
  return { ...record, exceptions: wanted.length > 0 ? [...others, { personId, locks: wanted }] : others };
}
