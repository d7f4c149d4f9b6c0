import { BanId, Refusal } from '@liveclass/contract';
import { placesOf } from '../domain/ban.ts';
import type { Caller, ClassroomPorts } from '../ports/classroom.ts';
import { lineOf } from './change-locks.ts';

/** Any teacher of a class where a ban holds may lift it. Refused: 'forbidden', 'not-found'. */
export async function liftBan(ports: ClassroomPorts, caller: Caller, id: string): Promise<void> {
  if (caller.role !== 'teacher') throw new Refusal('forbidden', 'lifting a ban');
  const known = BanId.safeParse(id);
  const course = await ports.classes.find(caller.classId);
  if (!known.success || !course) throw new Refusal('not-found');
  const at = ports.clock.now();
  const lifted = await ports.bans.lift({
    ...{ id: known.data, places: placesOf(course), at },
    entry: ({ name, personId, scope }) =>
      lineOf(caller, at, { action: 'lifted', person: name, personId, scope: scope === 'session' ? null : scope }),
  });
  if (!lifted) throw new Refusal('not-found');
}
