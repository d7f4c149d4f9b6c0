import {
  type BodyOf,
  type ChatMute,
  type ClassId,
  type DurableEvent,
  Refusal,
  type SeatId,
  type SendId,
  type Seq,
  type ToolWishes,
} from '@liveclass/contract';
import type { Audience, NewEvent, Sender } from '../domain/events.ts';
import { eventFacts, type Fact } from '../domain/facts.ts';
import type { SeatRecord } from '../domain/seat.ts';
import type { ChatChange } from '../ports/chat.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { heldSeat } from './hold-seat.ts';
import { classOfRoom, roomIds } from './know-room.ts';

/** Takes the word from somebody who ever sat in this class, or gives it back. Refused: 'not-found', 'forbidden' (a teacher), 'busy' (too many). */
export async function muteInChat(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { sendId, seatId, isMuted }: BodyOf<ToolWishes, 'chat.mute'>,
): Promise<Done<{ seq: Seq }>> {
  await heldSeat(ports, caller);
  const classId = await classOfRoom(ports, caller.classId);
  const { personId, name } = await seatOfClass(ports, classId, seatId);
  if (isMuted && (await ports.memberships.role(classId, personId)) === 'teacher') throw new Refusal('forbidden', 'a teacher');
  const person: ChatMute = { personId, seatId, name };
  const audience = { persons: [personId], teachers: true } as const;
  return govern(ports, caller, { sendId, wish: 'chat.mute', audience }, async (change, tell) => {
    if ((await change.isMuted(personId)) === isMuted) return null;
    if (isMuted && (await change.countMutes()) >= ports.limits.chatMutes) throw new Refusal('busy', 'too many muted');
    await change.mute(person, isMuted);
    return tell({ type: 'chat.muted', person, isMuted });
  });
}

/** A mute holds in every room of the class, so that it is also lifted from every one. Refused: 'not-found'. */
async function seatOfClass({ rooms, seats }: ClassroomPorts, classId: ClassId, seatId: SeatId): Promise<SeatRecord> {
  for (const roomId of roomIds(classId, await rooms.of(classId))) {
    const seat = await seats.find(roomId, seatId);
    if (seat) return seat;
  }
  throw new Refusal('not-found');
}

/** What is not named stays as it is. */
export async function setChat(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { sendId, settings: asked }: BodyOf<ToolWishes, 'chat.set'>,
): Promise<Done<{ seq: Seq }>> {
  await heldSeat(ports, caller);
  const named = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  return govern(ports, caller, { sendId, wish: 'chat.set' }, async (change, tell) => {
    const settings = { ...(await change.settings()), ...named };
    await change.set(settings);
    return tell({ type: 'chat.set', settings });
  });
}

interface Order {
  readonly sendId: SendId;
  readonly wish: string;
  readonly audience?: Audience;
}

async function govern(
  ports: ClassroomPorts,
  { classId, personId }: LinkedCaller,
  { sendId, wish, audience }: Order,
  work: (change: ChatChange, tell: (event: NewEvent) => Promise<DurableEvent>) => Promise<DurableEvent | null>,
): Promise<Done<{ seq: Seq }>> {
  const by: Sender = { personId, sendId, wish };
  const at = ports.clock.now();
  let facts: readonly Fact[] = [];
  const event = await ports.chats.change(classId, async (change) => {
    facts = [];
    const before = await change.sentBefore(by);
    if (before) return before;
    return work(change, async (happened) => {
      const told = await change.number(happened, at, by, audience);
      const elsewhere = await change.numberElsewhere(happened, at, audience);
      facts = [{ roomId: classId, event: told }, ...elsewhere].flatMap((one) => eventFacts(one.roomId, one.event, audience));
      return told;
    });
  });
  const seq = event?.seq ?? (await ports.events.lastSeq(classId));
  return { value: { seq }, facts };
}
