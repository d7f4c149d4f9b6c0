import { type BansReply, Refusal } from '@liveclass/contract';
import { banView, type LogRecord, placesOf } from '../domain/ban.ts';
import type { Caller, ClassroomPorts } from '../ports/classroom.ts';

const entryOf = ({ classId: _classId, byId: _byId, personId: _personId, ...entry }: LogRecord) => entry;

/** Who is kept out, and what was done to keep order; for teachers. Refused: 'forbidden', 'not-found'. */
export async function viewBans(ports: ClassroomPorts, { classId, role }: Caller): Promise<BansReply> {
  if (role !== 'teacher') throw new Refusal('forbidden', 'the list of bans');
  const course = await ports.classes.find(classId);
  if (!course) throw new Refusal('not-found');
  const { limits } = ports;
  const [bans, log] = await Promise.all([
    ports.bans.list(placesOf(course), ports.clock.now(), limits.bansShown),
    ports.moderationLog.list(classId, limits.moderationLogShown),
  ]);
  return { hasCourse: course.contextId !== '', bans: bans.flatMap((ban) => banView(ban) ?? []), log: log.map(entryOf) };
}
