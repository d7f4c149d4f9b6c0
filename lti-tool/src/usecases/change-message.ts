import {
  type BodyOf,
  type ChatPerson,
  type DurableEvent,
  type Instant,
  type PersonId,
  type ReactionKind,
  Refusal,
  type SendId,
  type Seq,
  type ToolWishes,
} from '@liveclass/contract';
import { audienceOf, cleanText, isReader, type MessageRecord, mayDelete, mindMayEdit, mindMayWrite } from '../domain/chat.ts';
import type { NewEvent, Sender } from '../domain/events.ts';
import { eventFacts } from '../domain/facts.ts';
import type { ChatChange } from '../ports/chat.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { heldSeat } from './hold-seat.ts';
import { mentioned } from './post-message.ts';

interface Step {
  readonly change: ChatChange;
  readonly message: MessageRecord;
  readonly at: Instant;
  /** Numbers what happened to the message, for those who may read it. */
  tell(event: NewEvent): Promise<DurableEvent>;
}

/** Changes the words of one's own message. Refused: 'not-found', 'forbidden', 'wrong-phase' (too late), 'bad-request'. */
export async function editMessage(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { sendId, messageId, text: raw, mentions: asked }: BodyOf<ToolWishes, 'chat.edit'>,
): Promise<Done<{ seq: Seq }>> {
  const { session } = await heldSeat(ports, caller);
  const text = cleanText(raw);
  const mentions = await mentioned(ports, session, asked);
  return changeMessage(ports, caller, { messageId, sendId, wish: 'chat.edit' }, async ({ change, message, at, tell }) => {
    mindMayEdit(message, caller.personId, at);
    await mindRules(change, caller, message);
    const parts = { text, mentions, editedAt: at };
    await change.alter(messageId, parts);
    await change.rewrite(messageId, { ...parts, deleted: null });
    return tell({ type: 'chat.edited', messageId, text, mentions });
  });
}

/** One's own, or as a teacher what one may read. Who did it and when stays to be seen. Refused: 'not-found', 'forbidden'. */
export async function deleteMessage(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { sendId, messageId }: BodyOf<ToolWishes, 'chat.delete'>,
): Promise<Done<{ seq: Seq }>> {
  await heldSeat(ports, caller);
  return changeMessage(ports, caller, { messageId, sendId, wish: 'chat.delete' }, async ({ change, message, at, tell }) => {
    if (!mayDelete(message, caller)) throw new Refusal('forbidden');
    // Deleted twice is deleted once, and the first trace stays.
    if (message.deleted) return null;
    const trace = { at, name: caller.name, role: caller.role };
    const deleted = { ...trace, by: caller.personId };
    if (message.file) await change.dropFile(message.file.fileId);
    await change.alter(messageId, { deleted, reactions: [] });
    await change.rewrite(messageId, { text: '', mentions: [], editedAt: message.editedAt, deleted });
    return tell({ type: 'chat.deleted', messageId, deleted: trace });
  });
}

/** Says or takes back one of the few reactions. Refused: 'not-found', 'forbidden'. */
export async function reactToMessage(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { sendId, messageId, kind, isOn }: BodyOf<ToolWishes, 'chat.react'>,
): Promise<Done<{ seq: Seq }>> {
  await heldSeat(ports, caller);
  const { personId } = caller;
  return changeMessage(ports, caller, { messageId, sendId, wish: 'chat.react' }, async ({ change, message, tell }) => {
    if (message.deleted) throw new Refusal('not-found');
    await mindRules(change, caller, message);
    const reactions = withReaction(message.reactions, personId, kind, isOn);
    if (reactions.length === message.reactions.length) return null;
    await change.alter(messageId, { reactions });
    const count = reactions.filter((one) => one.kind === kind).length;
    return tell({ type: 'chat.reacted', messageId, personId, kind, isOn, count });
  });
}

function withReaction(before: MessageRecord['reactions'], personId: PersonId, kind: ReactionKind, isOn: boolean) {
  const others = before.filter((one) => one.kind !== kind || one.personId !== personId);
  return isOn ? [...others, { kind, personId }] : others;
}

/** A change or a reaction is a way to say something: what may not be written now may not be said so either. */
async function mindRules(change: ChatChange, { personId, role }: LinkedCaller, { from, to }: MessageRecord): Promise<void> {
  const other: ChatPerson | null = to && (to.personId === personId ? from : to);
  mindMayWrite({ settings: await change.settings(), from: { role, personId }, to: other, isMuted: await change.isMuted(personId) });
}

interface Order {
  readonly messageId: MessageRecord['id'];
  readonly sendId: SendId;
  readonly wish: string;
}

/** What the caller may not read is not found, like what is not there. */
async function changeMessage(
  ports: ClassroomPorts,
  { classId, personId }: LinkedCaller,
  { messageId, sendId, wish }: Order,
  work: (step: Step) => Promise<DurableEvent | null>,
): Promise<Done<{ seq: Seq }>> {
  const by: Sender = { personId, sendId, wish };
  const at = ports.clock.now();
  let audience: ReturnType<typeof audienceOf>;
  let isNew = false;
  const event = await ports.chats.change(classId, async (change) => {
    isNew = false;
    const before = await change.sentBefore(by);
    if (before) return before;
    const message = await change.find(messageId);
    if (!message || !isReader(message, personId)) throw new Refusal('not-found');
    audience = audienceOf(message);
    const told = await work({ change, message, at, tell: (happened) => change.number(happened, at, by, audience) });
    isNew = told !== null;
    return told;
  });
  const seq = event?.seq ?? (await ports.events.lastSeq(classId));
  return { value: { seq }, facts: isNew ? eventFacts(classId, event, audience) : [] };
}
