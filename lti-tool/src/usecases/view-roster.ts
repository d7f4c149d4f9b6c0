import { type ClassId, type PersonId, Refusal, type RosterReply, type RosterState } from '@liveclass/contract';
import type { WebSession } from '../domain/identity.ts';
import type { RosterPorts, RosterRecord } from '../ports/roster.ts';
import { seated } from './follow-roster.ts';
import { beginReading } from './sync-roster.ts';

function requireTeacher({ role }: WebSession): void {
  if (role !== 'teacher') throw new Refusal('forbidden', 'the roster is for teachers');
}

/** A reading whose tool died is not shown for ever. */
const FORGOTTEN_MS = 300_000;

function stateOf(record: RosterRecord | null, isOffered: boolean, now: number): RosterState {
  if (!record) return { isOffered, syncedAt: null, reading: null, change: null, doubt: null, fault: null };
  const { begunAt, read, syncedAt, change, doubt, fault } = record;
  const isReading = begunAt !== null && begunAt > now - FORGOTTEN_MS;
  return { isOffered, syncedAt, reading: isReading ? { since: begunAt, read } : null, change, doubt, fault };
}

async function rosterState({ classes, rosters, clock }: RosterPorts, classId: ClassId): Promise<RosterState> {
  const [course, record] = await Promise.all([classes.find(classId), rosters.find(classId)]);
  if (!course) throw new Refusal('not-found');
  return stateOf(record, course.membershipsUrl !== undefined, clock.now());
}

async function peopleInRoom(ports: RosterPorts, classId: ClassId): Promise<ReadonlySet<PersonId>> {
  return new Set((await seated(ports, classId)).map(({ personId }) => personId));
}

/** One page of the people of the class, for its teachers. Refused: 'forbidden', 'not-found'. */
export async function viewRoster(
  ports: RosterPorts,
  session: WebSession,
  { search, page }: { readonly search: string; readonly page: number },
): Promise<RosterReply> {
  requireTeacher(session);
  const { classId } = session;
  const rows = ports.limits.rosterRows;
  const [state, found, count, inRoom] = await Promise.all([
    rosterState(ports, classId),
    ports.people.page(classId, search, page * rows, rows),
    ports.people.count(classId),
    peopleInRoom(ports, classId),
  ]);
  return {
    state,
    people: found.people.map((person) => ({ ...person, isInRoom: inRoom.has(person.personId) })),
    matching: found.matching,
    teachers: count.teacher,
    students: count.student,
    inRoom: inRoom.size,
  };
}

/**
 * Begins to read the list anew because a teacher wants it, and answers at once how it stands; `follow` is what goes on. Somebody who
 * reads it already is enough. Refused: 'forbidden', 'not-found' (no list), 'too-fast'.
 */
export async function askForRoster(
  ports: RosterPorts,
  session: WebSession,
): Promise<{ readonly state: RosterState; readonly follow: () => Promise<unknown> }> {
  requireTeacher(session);
  const { classId, personId } = session;
  const record = await ports.rosters.find(classId);
  const isUnderWay = stateOf(record, true, ports.clock.now()).reading !== null;
  if (!isUnderWay && (record?.triedAt ?? 0) > ports.clock.now() - ports.limits.rosterAskEveryMs) throw new Refusal('too-fast');
  const follow = await beginReading(ports, classId, personId);
  return { state: await rosterState(ports, classId), follow: follow ?? (async () => null) };
}
