import type { BodyOf, ClassId, Door, ToolWishes } from '@liveclass/contract';
import type { Fact } from '../domain/facts.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { lineOf } from './change-locks.ts';
import { roomIds } from './know-room.ts';
import { settledFacts } from './settle-waiters.ts';

/** Opens or closes the doors of all rooms of the class, or says something to those who wait there. */
export async function setDoor(ports: ClassroomPorts, caller: LinkedCaller, change: BodyOf<ToolWishes, 'waiting.set'>): Promise<Done<Door>> {
  const { classId } = caller;
  const { door, wasOn } = await ports.waiting.setDoor(classId, change);
  if (door.isOn !== wasOn)
    await ports.moderationLog.write(lineOf(caller, ports.clock.now(), { action: 'door', reason: door.isOn ? '+' : '-' }));
  const rooms = roomIds(classId, await ports.rooms.of(classId));
  const facts: Fact[] = [];
  for (const roomId of rooms) facts.push(...(door.isOn ? [] : await openTo(ports, roomId)), { kind: 'waiting', classId: roomId });
  return { value: door, facts: [...facts, { kind: 'class-changed', classId }] };
}

/** The door is open: who waits is told, also whom the wish to open it reaches a second time. */
async function openTo({ waiting }: ClassroomPorts, roomId: ClassId): Promise<readonly Fact[]> {
  return settledFacts(roomId, await waiting.clear(roomId, 'course'), 'open');
}
