import { Refusal, type Schedule } from '@liveclass/contract';
import { countMeetings } from '../domain/schedule.ts';
import type { Caller, ClassroomPorts } from '../ports/classroom.ts';

/** Plans the class, or with null plans it no more; everybody who watches is told. Refused: 'forbidden', 'bad-request'. */
export async function planClass(ports: ClassroomPorts, { classId, personId, role }: Caller, schedule: Schedule | null): Promise<void> {
  if (role !== 'teacher') throw new Refusal('forbidden');
  if (schedule) countMeetings(schedule);
  await ports.schedules.put(classId, schedule, { plannedBy: personId, plannedAt: ports.clock.now() });
  ports.publisher.publish([{ kind: 'class-changed', classId }]);
}
