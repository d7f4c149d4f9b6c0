import { type BodyOf, type ClassId, type PersonId, Refusal, type ReplyOf, type ToolWishes, WaiterId } from '@liveclass/contract';
import type { Fact } from '../domain/facts.ts';
import { standsFor } from '../domain/waiting.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { requireRoom } from './know-room.ts';
import { mindDoor, refuseSentOut } from './mind-door.ts';
import { waitingView } from './view-waiting.ts';

type Standing = ReplyOf<ToolWishes, 'waiting.wait'>['standing'];

/** A place in front of a room, or how the caller stands there. Refused: 'other-room', 'sent-out', 'waiting-full'. */
export async function waitAtDoor(
  ports: ClassroomPorts,
  person: LinkedCaller,
  body: BodyOf<ToolWishes, 'waiting.wait'>,
): Promise<Done<ReplyOf<ToolWishes, 'waiting.wait'>>> {
  const roomId = body.roomId ?? person.classId;
  await requireRoom(ports, person, roomId);
  const caller = { ...person, classId: roomId };
  const { standing, facts } = await stand(ports, caller, body.again === true);
  return { value: { standing, view: await waitingView(ports, roomId) }, facts };
}

async function stand(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  again: boolean,
): Promise<{ readonly standing: Standing; readonly facts: readonly Fact[] }> {
  const { classId: roomId, personId, name } = caller;
  const session = await ports.sessions.live(roomId);
  if (session) await refuseSentOut(ports, session, caller);
  if (await isOpen(ports, caller, session)) return { standing: 'open', facts: [] };
  const at = standsFor(await ports.waiting.find(roomId, personId), session?.id ?? null);
  if (at === 'turned-away' && !again) return { standing: 'turned-away', facts: [] };
  const newId = WaiterId.parse(ports.ids.id());
  const isNews = await ports.waiting.take({ newId, roomId, personId, name, at: ports.clock.now() });
  // Looked at again now that others see the place: whoever opened the door meanwhile did not know of it.
  if (await isOpen(ports, caller, await ports.sessions.live(roomId)))
    return { standing: 'open', facts: await stopWaiting(ports, { roomId, personId }) };
  return { standing: 'waiting', facts: isNews ? changed(roomId) : [] };
}

async function isOpen(...at: Parameters<typeof mindDoor>): Promise<boolean> {
  try {
    await mindDoor(...at);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.reason === 'must-wait') return false;
    throw error;
  }
}

/** Teachers in the room see it in their list, and those in lobbies in the number of those who wait. */
const changed = (classId: ClassId): readonly Fact[] => [
  { kind: 'waiting', classId },
  { kind: 'class-changed', classId },
];

/** Gives the place up, by wish or because the person is in; what it leads to is empty where there was none. */
export async function stopWaiting(
  { waiting }: Pick<ClassroomPorts, 'waiting'>,
  { roomId, personId }: { readonly roomId: ClassId; readonly personId: PersonId },
): Promise<readonly Fact[]> {
  return (await waiting.leave(roomId, personId)) ? changed(roomId) : [];
}
