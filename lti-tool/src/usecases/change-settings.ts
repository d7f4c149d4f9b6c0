import { Refusal, type SettingsChange } from '@liveclass/contract';
import { countMeetings } from '../domain/schedule.ts';
import type { Caller, ClassroomPorts } from '../ports/classroom.ts';

/** Changes what holds for all sessions of the class; everybody who watches is told. Refused: 'forbidden', 'bad-request'. */
export async function changeSettings(ports: ClassroomPorts, { classId, personId, role }: Caller, change: SettingsChange): Promise<void> {
  if (role !== 'teacher') throw new Refusal('forbidden');
  if (change.schedule) countMeetings(change.schedule);
  await ports.settings.change(classId, change, { changedBy: personId, changedAt: ports.clock.now() });
  ports.publisher.publish([{ kind: 'class-changed', classId }]);
}
