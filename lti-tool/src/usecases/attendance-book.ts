import type { AttendanceRule, ClassId, HeldSession, Instant, PersonAttendance, PersonId } from '@liveclass/contract';
import { heldMs, type Judgement, judge } from '../domain/attendance.ts';
import { FIRST_RULE, type Mark, markOf } from '../domain/grading.ts';
import { arrangementOf } from '../domain/rooms.ts';
import type { AttendancePorts, AttendanceRecord, ClassPerson, HeldRecord, Measured } from '../ports/attendance.ts';

export const ruleOf = async ({ rules }: Pick<AttendancePorts, 'rules'>, classId: ClassId): Promise<AttendanceRule> =>
  (await rules.find(classId)) ?? FIRST_RULE;

/** How somebody attended; a person without a record never came. */
export function judgeRecord(
  record: Pick<AttendanceRecord, 'stretches' | 'correction'> | undefined,
  session: HeldRecord,
  rule: AttendanceRule,
  now: Instant,
): Judgement {
  return judge(record?.stretches ?? [], record?.correction ?? null, session.held, rule, now);
}

export function heldView({ id, startedAt, endedAt, held, counts, group }: HeldRecord, now: Instant): HeldSession {
  return { sessionId: id, startedAt, endedAt, heldMs: heldMs(held, now), counts, ...(group !== undefined && { group }) };
}

/**
 * Whose attendance counts: the students of the class, whether they came or not, and those who came as students and have left the
 * course since. Who teaches is never absent.
 */
export function attendants(people: readonly ClassPerson[], records: readonly AttendanceRecord[]): readonly ClassPerson[] {
  const known = new Map(people.map((person) => [person.personId, person]));
  for (const { personId, name, role } of records) if (!known.has(personId)) known.set(personId, { personId, name, role });
  return [...known.values()].filter(({ role }) => role === 'student').sort((one, other) => one.name.localeCompare(other.name));
}

/** Who is awaited at a session: in the room for all everybody, in a group's room its people. Whoever came counts in any case. */
export type IsAwaited = (session: Pick<HeldRecord, 'classId' | 'roomId'>, personId: PersonId) => boolean;

export async function awaitedOf(
  { rooms }: Pick<AttendancePorts, 'rooms'>,
  classId: ClassId,
  people: readonly Pick<ClassPerson, 'personId'>[],
): Promise<IsAwaited> {
  const { plan, rooms: all } = await rooms.of(classId);
  if (all.length === 0) return () => true;
  const members = await rooms.membersAmong(
    classId,
    people.map(({ personId }) => personId),
  );
  const mine = new Map(
    people.map(({ personId }) => {
      const own = arrangementOf(plan, all, (room) => members.get(room.id)?.has(personId) ?? false);
      return [personId, new Set(own.rooms.flatMap(({ id, isMine }) => (isMine ? [id] : [])))];
    }),
  );
  return (session, personId) => session.roomId === session.classId || (mine.get(personId)?.has(session.roomId) ?? false);
}

export function personView(person: ClassPerson, record: AttendanceRecord | undefined, judgement: Judgement): PersonAttendance {
  return {
    personId: person.personId,
    name: person.name || (record?.name ?? ''),
    ...judgement,
    stretches: [...judgement.stretches],
    correction: record?.correction ?? null,
    traces: [...(record?.traces ?? [])],
  };
}

export const byPerson = (records: readonly AttendanceRecord[]): ReadonlyMap<PersonId, AttendanceRecord> =>
  new Map(records.map((record) => [record.personId, record]));

/** Grades of the class's students as they stand now: sessions that are over count, unless a teacher left them out. */
export async function marksOf(
  ports: AttendancePorts,
  classId: ClassId,
  only?: PersonId,
): Promise<{ readonly rule: AttendanceRule; readonly marks: ReadonlyMap<PersonId, { readonly name: string } & Mark> }> {
  const now = ports.clock.now();
  const [rule, sessions, people] = await Promise.all([
    ruleOf(ports, classId),
    ports.attendances.sessions(classId),
    only ? ports.people.find(classId, only).then((person) => (person ? [person] : [])) : ports.people.of(classId),
  ]);
  const over = sessions.filter(({ endedAt, counts }) => endedAt !== null && counts);
  const records = only ? await ports.attendances.ofPerson(classId, only) : ports.attendances.ofClass(classId, over);
  const judged = await judgedBySession(records, over, rule, now);
  const isAwaited = await awaitedOf(ports, classId, people);
  const marks = attendants(people, []).map(({ personId, name }) => {
    const theirs = judged.filter(({ session, of }) => of.has(personId) || isAwaited(session, personId));
    const all = theirs.map(({ heldMs: held, absent, of }) => ({ heldMs: held, judgement: of.get(personId) ?? absent }));
    // Who has left the course has no grade there any more.
    return [personId, { name, ...markOf(all, rule) }] as const;
  });
  return { rule, marks: new Map(marks) };
}

/** Everybody's attendance of each session, and what it is for those who have no record. */
async function judgedBySession(
  records: Iterable<Measured> | AsyncIterable<Measured>,
  sessions: readonly HeldRecord[],
  rule: AttendanceRule,
  now: Instant,
) {
  const judged = new Map(
    sessions.map((session) => {
      const absent = judgeRecord(undefined, session, rule, now);
      return [session.id, { session, heldMs: heldMs(session.held, now), absent, of: new Map<PersonId, Judgement>() }];
    }),
  );
  for await (const record of records) {
    const found = judged.get(record.sessionId);
    found?.of.set(record.personId, judgeRecord(record, found.session, rule, now));
  }
  return [...judged.values()];
}
