import { type ClassId, type Instant, type PersonId, Refusal, type Role } from '@liveclass/contract';
import type { ClassRecord } from '../domain/identity.ts';
import { doubtOf, type KnownMember, type RosterReading, roleAfter, staysUnlisted } from '../domain/roster.ts';
import { RosterFailure, type RosterOutcome, type RosterPorts, type Standing } from '../ports/roster.ts';
import { closeOut, followRoles } from './follow-roster.ts';
import { roomIds } from './know-room.ts';

/** Longer than any page may take with all its tries; a tool that died in the middle holds up the class for so long at most. */
const LEASE_MS = 120_000;
/** How long a class whose list cannot be read is left alone: doubled with each failure, up to the last. */
const FIRST_REST_MS = 60_000;
const LAST_REST_MS = 1_800_000;

/**
 * Reads the course's list of people and brings the class in line with it. Whatever goes wrong, nobody loses anything by it: only a
 * list that was read whole and is believed removes. docs/decisions/0007 has the reasons. Null: somebody else is reading it.
 * Refused: 'not-found' where the platform gives no list.
 */
export async function syncRoster(ports: RosterPorts, classId: ClassId): Promise<RosterOutcome | null> {
  const reading = await beginReading(ports, classId);
  return reading ? reading() : null;
}

/** As `syncRoster`, in two steps: when this answers, everybody sees that the list is being read. `asker` is the teacher who wished it. */
export async function beginReading(ports: RosterPorts, classId: ClassId, asker?: PersonId): Promise<(() => Promise<RosterOutcome>) | null> {
  const { classes, replicas, rosters, clock, ids } = ports;
  const course = await classes.find(classId);
  if (!course?.membershipsUrl) throw new Refusal('not-found', 'a class without a list of people');
  const [lease, holder] = [`roster/${classId}`, ids.id()];
  const keep = () => replicas.hold(lease, holder, LEASE_MS);
  if (!(await keep())) return null;
  const begunAt = clock.now();
  await rosters.begin(classId, begunAt);
  return async () => {
    try {
      const outcome = await outcomeOf(ports, course, { asker, begunAt, keep });
      await rosters.settle(classId, outcome, await nextLook(ports, classId, outcome));
      return outcome;
    } finally {
      await replicas.release(lease, holder);
    }
  };
}

interface Look {
  readonly asker: PersonId | undefined;
  readonly begunAt: Instant;
  /** Renews the lease; false when it went to somebody else. */
  keep(): Promise<boolean>;
}

async function outcomeOf(ports: RosterPorts, course: ClassRecord, look: Look): Promise<RosterOutcome> {
  const { clock, log, rosters, source } = ports;
  try {
    const reading = await source.read(course, async (read) => {
      if (!(await look.keep())) throw new RosterFailure('unreachable', 'somebody else reads it now');
      await rosters.progress(course.id, read);
    });
    return await apply(ports, course, reading, look);
  } catch (error) {
    const isExpected = error instanceof RosterFailure;
    const reason = isExpected ? error.reason : 'unreachable';
    log[isExpected ? 'warn' : 'error'](
      { err: error, classId: course.id, reason },
      'the list of people could not be read; the last one serves',
    );
    return { type: 'failed', reason, at: clock.now() };
  }
}

/** While people come and go the list is looked at again; a class that nobody opens is left in peace. */
async function nextLook(
  { clock, limits, rosters, rooms, sessions }: RosterPorts,
  classId: ClassId,
  outcome: RosterOutcome,
): Promise<Instant | null> {
  const ids = roomIds(classId, await rooms.of(classId));
  const [record, live] = await Promise.all([rosters.find(classId), sessions.liveIn(ids)]);
  const now = clock.now();
  const isActive = live.length > 0 || (record?.activeAt ?? 0) > now - limits.webSessionMs;
  if (!isActive) return null;
  if (outcome.type === 'failed') return now + Math.min(FIRST_REST_MS * 2 ** Math.min(record?.failures ?? 0, 10), LAST_REST_MS);
  return now + (live.length > 0 || outcome.doubt ? limits.rosterFreshMs : limits.rosterEveryMs);
}

async function apply(ports: RosterPorts, course: ClassRecord, reading: RosterReading, { asker, begunAt }: Look): Promise<RosterOutcome> {
  const { people, rosters, clock, log } = ports;
  const classId = course.id;
  const persons = await people.persons(course.issuer, reading.members);
  const known = await people.known(classId);
  const before = (await rosters.find(classId))?.doubted ?? null;
  const named = new Set(persons.values());
  const doubt = doubtOf({ reading, known, named, asker, before, now: clock.now() });
  if (doubt)
    log.warn({ classId, doubt, people: reading.members.length }, 'a list of people is not believed; it takes nothing from anybody');
  const { standings, roles, came } = standingsOf(reading, persons, known, begunAt, doubt !== null);
  await people.write(classId, standings, begunAt);
  const missing = doubt ? [] : known.filter((one) => !named.has(one.personId) && !staysUnlisted(one, begunAt));
  const removed = await people.remove(
    classId,
    missing.map(({ personId }) => personId),
    begunAt,
  );
  await closeOut(ports, classId, removed);
  const moved = await rolesThatStand(ports, classId, roles);
  await followRoles(ports, classId, moved);
  const isNewDoubt = doubt === 'shrunk' || doubt === 'no-teacher';
  return {
    type: 'read',
    syncedAt: clock.now(),
    change: { came, left: removed.length, moved: moved.size },
    doubt,
    doubted: isNewDoubt ? { people: reading.members.length, since: before?.since ?? clock.now() } : null,
  };
}

interface Changes {
  readonly standings: readonly Standing[];
  readonly roles: ReadonlyMap<PersonId, Role>;
  readonly came: number;
}

/** What is to be written: those who are new, and those of whom the list says something else than before. */
function standingsOf(
  { members }: RosterReading,
  persons: ReadonlyMap<string, PersonId>,
  known: readonly KnownMember[],
  begunAt: Instant,
  isDoubted: boolean,
): Changes {
  const byPerson = new Map(known.map((one) => [one.personId, one]));
  const standings: Standing[] = [];
  const roles = new Map<PersonId, Role>();
  let came = 0;
  for (const member of members) {
    const personId = persons.get(member.sub);
    if (!personId) continue;
    const former = byPerson.get(personId);
    const role = roleAfter(former, member.role, begunAt);
    // A list in doubt takes no rights away; it is asked again, and the change is still news then.
    if (isDoubted && former?.role === 'teacher' && role === 'student') continue;
    if (!former) came += 1;
    else if (former.role !== role) roles.set(personId, role);
    const isSame = former?.role === role && former.listedRole === member.role && (member.name === '' || former.name === member.name);
    if (!isSame) standings.push({ personId, name: member.name, role, listedRole: member.role });
  }
  return { standings, roles, came };
}

/** A launch may have come in between; the room follows what stands, not what was meant. */
async function rolesThatStand(
  { people }: RosterPorts,
  classId: ClassId,
  meant: ReadonlyMap<PersonId, Role>,
): Promise<ReadonlyMap<PersonId, Role>> {
  if (meant.size === 0) return meant;
  const now = await people.among(classId, [...meant.keys()]);
  return new Map([...meant].filter(([personId, role]) => now.get(personId) === role));
}
