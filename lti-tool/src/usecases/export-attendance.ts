import type { HeldSession, PersonAttendance } from '@liveclass/contract';
import type { AttendancePorts } from '../ports/attendance.ts';
import type { Caller } from '../ports/classroom.ts';
import { findSession, requireTeacher, viewSessionAttendance } from './view-attendance.ts';

export interface ExportedRow {
  readonly session: HeldSession;
  readonly person: PersonAttendance;
}

/** Every person of every session, oldest session first, read session by session; or those of one session. Refused: 'forbidden', 'not-found'. */
export async function exportAttendance(ports: AttendancePorts, caller: Caller, sessionId?: string): Promise<AsyncIterable<ExportedRow>> {
  requireTeacher(caller);
  const sessions =
    sessionId === undefined
      ? [...(await ports.attendances.sessions(caller.classId))].reverse()
      : [await findSession(ports, caller, sessionId)];
  return rows(
    ports,
    caller,
    sessions.map(({ id }) => id),
  );
}

async function* rows(ports: AttendancePorts, caller: Caller, ids: readonly string[]): AsyncIterable<ExportedRow> {
  for (const id of ids) {
    const { session, people } = await viewSessionAttendance(ports, caller, id);
    for (const person of people) yield { session, person };
  }
}
