import {
  type CorrectionBody,
  type HeldSession,
  type HeldSessionChange,
  type PersonAttendance,
  PersonId,
  Refusal,
} from '@liveclass/contract';
import type { AttendancePorts, ClassPerson } from '../ports/attendance.ts';
import type { Caller } from '../ports/classroom.ts';
import { heldView, judgeRecord, personView, ruleOf } from './attendance-book.ts';
import { findSession, requireTeacher } from './view-attendance.ts';

/**
 * A teacher says how somebody attended; who said what, and over what, stays. The grade follows by itself where one was sent.
 * Refused: 'forbidden', 'not-found', 'too-large' (corrected too often).
 */
export async function correctAttendance(
  ports: AttendancePorts,
  caller: Caller,
  { sessionId, personId }: { readonly sessionId: string; readonly personId: string },
  { correction, note }: CorrectionBody,
): Promise<PersonAttendance> {
  requireTeacher(caller);
  const session = await findSession(ports, caller, sessionId);
  const person = await attendant(ports, caller, session.id, personId);
  const at = ports.clock.now();
  const order = { session, person, correction, by: caller, at, note };
  const record = await ports.attendances.correct(order);
  return personView(person, record, judgeRecord(record, session, await ruleOf(ports, caller.classId), at));
}

/** A teacher leaves a session, such as a trial, out of everybody's grade, or counts it again. Refused: 'forbidden', 'not-found'. */
export async function changeSession(ports: AttendancePorts, caller: Caller, id: string, change: HeldSessionChange): Promise<HeldSession> {
  requireTeacher(caller);
  const session = await findSession(ports, caller, id);
  await ports.attendances.setCounts(session, change.counts);
  return heldView({ ...session, ...change }, ports.clock.now());
}

/** A student of the class, or somebody who came to this session as one. */
async function attendant(
  { people, attendances }: AttendancePorts,
  { classId }: Caller,
  sessionId: Parameters<typeof attendances.ofSession>[1],
  id: string,
): Promise<ClassPerson> {
  const known = PersonId.safeParse(id);
  if (!known.success) throw new Refusal('not-found');
  const person =
    (await people.find(classId, known.data)) ??
    (await attendances.ofSession(classId, sessionId)).find(({ personId }) => personId === known.data);
  if (person?.role !== 'student') throw new Refusal('not-found');
  return { personId: person.personId, name: person.name, role: person.role };
}
