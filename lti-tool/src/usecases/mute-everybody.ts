import { type BodyOf, Refusal, type ToolWishes } from '@liveclass/contract';
import { floorNow } from '../domain/hands.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { lineOf } from './change-locks.ts';
import { heldSeat } from './hold-seat.ts';
import { asOfClass } from './know-room.ts';

/** Mutes or stops that source of all students, or of all who do not present. They may start it again unless it is locked. */
export async function muteEverybody(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { source, spare }: BodyOf<ToolWishes, 'seats.mute'>,
): Promise<Done<Record<string, never>>> {
  const { session } = await heldSeat(ports, caller);
  if (!session.place) throw new Refusal('no-gateway');
  const [present, floor] = await Promise.all([ports.seats.present(session.id), ports.hands.floor(session.id)]);
  const called = spare === 'presenters' ? floorNow(floor, present)?.seatId : undefined;
  const except = present.filter(({ id, role }) => role === 'teacher' || id === called).map(({ id }) => id);
  const order = { sessionId: session.id, source, except, sparesPresenters: spare === 'presenters' };
  await ports.control.call(session.place.node, 'rooms.mute', order);
  await ports.moderationLog.write(lineOf(await asOfClass(ports, caller), ports.clock.now(), { action: 'muted-all', reason: source }));
  return { value: {}, facts: [] };
}
