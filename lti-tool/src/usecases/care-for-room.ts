import { Refusal } from '@liveclass/contract';
import type { Fact } from '../domain/facts.ts';
import { careFor, chooseGateway, type GatewayNode, type SessionRecord } from '../domain/session.ts';
import type { ClassroomPorts } from '../ports/classroom.ts';
import { loseRecording } from './lose-recording.ts';

export interface Room {
  readonly session: SessionRecord;
  readonly node: GatewayNode;
  readonly facts: readonly Fact[];
}

/**
 * Sees to it that the session has a room at a gateway that lives, before anybody is sent there: opened at first, opened again after
 * the gateway restarted, moved when it is gone for good. Of two who do it at once one wins and the other follows.
 * Refused: 'no-gateway', 'gateway-failed', 'class-ended'.
 */
export async function careForRoom(ports: ClassroomPorts, given: SessionRecord): Promise<Room> {
  let session = given;
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const nodes = await ports.gateways.all();
    const present = nodes.find((node) => node.node === session.place?.node);
    const care = careFor(session.place, present);
    if (care === 'stays' && present) return { session, node: present, facts: [] };
    const node = care === 'open-again' ? present : chooseGateway(nodes);
    if (!node) throw new Refusal('no-gateway');
    await ports.control.call(node.node, 'rooms.open', { classId: session.classId, sessionId: session.id });
    const placed = await ports.sessions.place(session, { node: node.node, epoch: node.epoch });
    // A recording that ran at a gateway that is gone cannot go on elsewhere; the class does.
    const facts = placed && care === 'move' && session.place ? await loseRecording(ports, placed) : [];
    if (placed) return { session: placed, node, facts };
    session = await follow(ports, session, node);
  }
  throw new Refusal('gateway-failed', { sessionId: session.id, why: 'the room would not stay' });
}

/** Somebody else placed the room, or the session ended: what was opened in vain is closed again. */
async function follow(ports: ClassroomPorts, session: SessionRecord, opened: GatewayNode): Promise<SessionRecord> {
  const now = await ports.sessions.find(session.classId, session.id);
  if (now?.place?.node !== opened.node)
    await ports.control.call(opened.node, 'rooms.close', { sessionId: session.id }).catch((error: unknown) => {
      ports.log.info({ err: error, sessionId: session.id }, 'a room that was opened in vain stays until its gateway is asked again');
    });
  if (now?.phase !== 'live') throw new Refusal('class-ended');
  return now;
}
