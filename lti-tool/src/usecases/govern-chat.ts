import { type BodyOf, type ChatMute, type DurableEvent, Refusal, type SendId, type Seq, type ToolWishes } from '@liveclass/contract';
import type { Audience, NewEvent, Sender } from '../domain/events.ts';
import { eventFacts } from '../domain/facts.ts';
import type { ChatChange } from '../ports/chat.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { heldSeat } from './hold-seat.ts';

/** Takes the word from somebody who ever sat in this class, or gives it back. Refused: 'not-found', 'forbidden' (a teacher), 'busy' (too many). */
export async function muteInChat(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { sendId, seatId, isMuted }: BodyOf<ToolWishes, 'chat.mute'>,
): Promise<Done<{ seq: Seq }>> {
  await heldSeat(ports, caller);
  const seat = await ports.seats.find(caller.classId, seatId);
  if (!seat) throw new Refusal('not-found');
  const { personId, name } = seat;
  if (isMuted && (await ports.memberships.role(caller.classId, personId)) === 'teacher') throw new Refusal('forbidden', 'a teacher');
  const person: ChatMute = { personId, seatId, name };
  const audience = { persons: [personId], teachers: true } as const;
  return govern(ports, caller, { sendId, wish: 'chat.mute', audience }, async (change, tell) => {
    if ((await change.isMuted(personId)) === isMuted) return null;
    if (isMuted && (await change.countMutes()) >= ports.limits.chatMutes) throw new Refusal('busy', 'too many muted');
    await change.mute(person, isMuted);
    return tell({ type: 'chat.muted', person, isMuted });
  });
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
  let isNew = false;
  const event = await ports.chats.change(classId, async (change) => {
    isNew = false;
    const before = await change.sentBefore(by);
    if (before) return before;
    const told = await work(change, (happened) => change.number(happened, at, by, audience));
    isNew = told !== null;
    return told;
  });
  const seq = event?.seq ?? (await ports.events.lastSeq(classId));
  return { value: { seq }, facts: isNew ? eventFacts(classId, event, audience) : [] };
}
