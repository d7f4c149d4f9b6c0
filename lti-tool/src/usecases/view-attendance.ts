import { type AttendanceReply, isGuest, Refusal, type SessionAttendanceReply, SessionId } from '@liveclass/contract';
import type { AttendancePorts, HeldRecord } from '../ports/attendance.ts';
import type { Caller } from '../ports/classroom.ts';
import { attendants, awaitedOf, byPerson, heldView, judgeRecord, personView, ruleOf } from './attendance-book.ts';

export function requireTeacher({ role }: Pick<Caller, 'role'>): void {
  if (role !== 'teacher') throw new Refusal('forbidden');
}

/** A session of the caller's class; an id of another class is not there. */
export async function findSession(
  { attendances }: { readonly attendances: Pick<AttendancePorts['attendances'], 'session'> },
  { classId }: Pick<Caller, 'classId'>,
  id: string,
): Promise<HeldRecord> {
  const known = SessionId.safeParse(id);
  const session = known.success ? await attendances.session(classId, known.data) : null;
  if (!session) throw new Refusal('not-found');
  return session;
}

/** The sessions of the class: to teachers how many came, to students how they themselves attended. */
export async function viewAttendance(ports: AttendancePorts, caller: Caller): Promise<AttendanceReply> {
  return caller.role === 'teacher' ? viewOfTeacher(ports, caller) : viewOfStudent(ports, caller);
}

async function viewOfTeacher(ports: AttendancePorts, { classId }: Caller): Promise<AttendanceReply> {
  const now = ports.clock.now();
  const [rule, sessions, people] = await Promise.all([
    ruleOf(ports, classId),
    ports.attendances.sessions(classId),
    ports.people.of(classId),
  ]);
  const roleOf = new Map(people.map(({ personId, role }) => [personId, role]));
  const students = attendants(people, []);
  const isAwaited = await awaitedOf(ports, classId, students);
  const awaitedAt = (session: HeldRecord) => students.filter(({ personId }) => isAwaited(session, personId)).length;
  const tally = new Map(sessions.map((session) => [session.id, { session, present: 0, expected: awaitedAt(session) }]));
  for await (const record of ports.attendances.ofClass(classId, sessions)) {
    const own = tally.get(record.sessionId);
    // Whom the course does not know is counted for no lesson of it.
    if (!own || isGuest(record.personId) || (roleOf.get(record.personId) ?? record.role) !== 'student') continue;
    // They came as students and have left the course, or the group, since.
    if (!roleOf.has(record.personId) || !isAwaited(own.session, record.personId)) own.expected += 1;
    const { standing, isHere } = judgeRecord(record, own.session, rule, now);
    if (standing === 'present' || isHere) own.present += 1;
  }
  return { sessions: [...tally.values()].map(({ session, ...counts }) => ({ ...heldView(session, now), ...counts })) };
}

async function viewOfStudent(ports: AttendancePorts, { classId, personId, name, role }: Caller): Promise<AttendanceReply> {
  const now = ports.clock.now();
  const [rule, sessions, records] = await Promise.all([
    ruleOf(ports, classId),
    ports.attendances.sessions(classId),
    ports.attendances.ofPerson(classId, personId),
  ]);
  const recordOf = new Map(records.map((record) => [record.sessionId, record]));
  const isAwaited = await awaitedOf(ports, classId, [{ personId }]);
  // What other groups do is nothing of this person's.
  const theirs = sessions.filter((session) => recordOf.has(session.id) || isAwaited(session, personId));
  return {
    sessions: theirs.map((session) => {
      const record = recordOf.get(session.id);
      const mine = personView({ personId, name, role }, record, judgeRecord(record, session, rule, now));
      // What teachers wrote for each other stays among them.
      return { ...heldView(session, now), mine: { ...mine, traces: [] } };
    }),
  };
}

/** Everybody's attendance of one session. Refused: 'forbidden', 'not-found'. */
export async function viewSessionAttendance(ports: AttendancePorts, caller: Caller, id: string): Promise<SessionAttendanceReply> {
  requireTeacher(caller);
  const session = await findSession(ports, caller, id);
  const now = ports.clock.now();
  const [rule, people, records] = await Promise.all([
    ruleOf(ports, caller.classId),
    ports.people.of(caller.classId),
    ports.attendances.ofSession(caller.classId, session.id),
  ]);
  const recordOf = byPerson(records);
  const students = attendants(people, records);
  const isAwaited = await awaitedOf(ports, caller.classId, students);
  const all = students.filter(({ personId }) => recordOf.has(personId) || isAwaited(session, personId));
  return {
    session: heldView(session, now),
    people: all.map((person) => {
      const record = recordOf.get(person.personId);
      return personView(person, record, judgeRecord(record, session, rule, now));
    }),
  };
}
