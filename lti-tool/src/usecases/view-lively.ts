import type { ClassId, LivelySnapshot, PaceView, SessionId } from '@liveclass/contract';
import { drawnNow, type LivelyRecord, timerNow } from '../domain/lively.ts';
import { paceOf, sharedPace, statesOf } from '../domain/pace.ts';
import type { SeatRecord } from '../domain/seat.ts';
import type { ClassroomPorts } from '../ports/classroom.ts';

type LivelyPorts = Pick<ClassroomPorts, 'livelies' | 'paces' | 'clock'>;

/** What somebody who comes in is told of what is going on. */
export async function livelySnapshot(
  ports: LivelyPorts,
  { id, sessionId, role }: SeatRecord,
  present: readonly SeatRecord[],
): Promise<LivelySnapshot> {
  const record = await ports.livelies.find(sessionId);
  const { states, view } = await paceIn(ports, sessionId, record, present);
  const now = ports.clock.now();
  const isTeacher = role === 'teacher';
  return {
    now,
    settings: record.settings,
    mine: states.get(id) ?? null,
    pace: isTeacher ? view : sharedPace(view, record.settings.isPaceShared),
    timer: timerNow(record.timer, now),
    drawn: drawnNow(record, now),
    asked: isTeacher ? [...record.asked] : [],
  };
}

/** The pace of the room's meeting at this moment, as teachers and as students are told it; null where there is no meeting. */
export async function paceNow(
  ports: LivelyPorts & Pick<ClassroomPorts, 'sessions' | 'seats'>,
  classId: ClassId,
): Promise<{ readonly teachers: PaceView; readonly students: PaceView } | null> {
  const session = await ports.sessions.live(classId);
  if (!session) return null;
  const [record, present] = await Promise.all([ports.livelies.find(session.id), ports.seats.present(session.id)]);
  const { view } = await paceIn(ports, session.id, record, present);
  return { teachers: view, students: sharedPace(view, record.settings.isPaceShared) };
}

async function paceIn({ paces }: LivelyPorts, sessionId: SessionId, { round }: LivelyRecord, present: readonly SeatRecord[]) {
  const states = statesOf(await paces.of(sessionId, round), round, present);
  return { states, view: paceOf(states, round) };
}
