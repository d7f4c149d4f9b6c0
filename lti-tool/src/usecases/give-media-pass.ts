import type { MediaPass } from '@liveclass/contract';
import { MEDIA_LINK_PATH } from '@liveclass/contract';
import type { SeatRecord } from '../domain/seat.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { careForRoom, type Room } from './care-for-room.ts';
import { heldSeat } from './hold-seat.ts';

/** A fresh way to the media of the caller's seat; also the moment at which a lost gateway is replaced. */
export async function giveMediaPass(ports: ClassroomPorts, caller: LinkedCaller): Promise<Done<MediaPass>> {
  const { seat, session } = await heldSeat(ports, caller);
  const room = await careForRoom(ports, session);
  return { value: await passFor(ports, room, seat), facts: room.facts };
}

export async function passFor({ passes }: ClassroomPorts, { session, node }: Room, seat: SeatRecord): Promise<MediaPass> {
  const { token, expiresAt } = await passes.sign({
    node: node.node,
    classId: session.classId,
    sessionId: session.id,
    seatId: seat.id,
    tab: seat.tab,
    role: seat.role,
    rights: seat.rights,
    turn: seat.turn,
  });
  return { path: `/gateway/${node.node}${MEDIA_LINK_PATH}`, token, expiresAt };
}
