import type { ClassId, Role, WaitingSnapshot, WaitingView } from '@liveclass/contract';
import { stageOf, waiterView } from '../domain/waiting.ts';
import type { ClassroomPorts } from '../ports/classroom.ts';
import { classOfRoom } from './know-room.ts';

type Ports = Pick<ClassroomPorts, 'rooms' | 'waiting' | 'sessions' | 'seats'>;

/** For who is in the room. Students know of nobody at the door, and read nothing that was said there. */
export async function waitingSnapshot(ports: Ports, roomId: ClassId, role: Role): Promise<WaitingSnapshot> {
  const { isOn, message } = await ports.waiting.door(await classOfRoom(ports, roomId));
  if (role !== 'teacher') return { isOn, message: '', waiters: [] };
  return { isOn, message, waiters: (await ports.waiting.list(roomId)).map(waiterView) };
}

/** For who stands in front of it. */
export async function waitingView(ports: Ports, roomId: ClassId): Promise<WaitingView> {
  const [home, session] = await Promise.all([classOfRoom(ports, roomId), ports.sessions.live(roomId)]);
  const [{ message }, present] = await Promise.all([ports.waiting.door(home), session ? ports.seats.present(session.id) : []]);
  return { stage: stageOf(session !== null, present), message };
}
