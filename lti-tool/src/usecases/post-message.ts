import {
  type BodyOf,
  type ChatFile,
  type ChatMessage,
  type ChatPerson,
  type DurableEvent,
  type FileId,
  type Mention,
  MessageId,
  type PersonId,
  Refusal,
  type ReplyOf,
  type SeatId,
  type ToolWishes,
} from '@liveclass/contract';
import {
  audienceOf,
  cleanCaption,
  cleanText,
  type MessageRecord,
  mayQuote,
  mindMayWrite,
  mindPace,
  postedMessage,
} from '../domain/chat.ts';
import { eventFacts } from '../domain/facts.ts';
import { sharedFile } from '../domain/file.ts';
import type { SeatRecord } from '../domain/seat.ts';
import type { SessionRecord } from '../domain/session.ts';
import type { ChatChange } from '../ports/chat.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { heldSeat } from './hold-seat.ts';

const WISH = 'chat.post';

type Body = BodyOf<ToolWishes, typeof WISH>;
type Draft = Pick<MessageRecord, 'from' | 'to' | 'text' | 'mentions'> & {
  readonly replyTo: MessageId | undefined;
  readonly fileId: FileId | undefined;
};

/** Writes to everybody or to one person of the room. Refused: 'forbidden', 'too-fast', 'not-found', 'bad-request'. */
export async function postMessage(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  body: Body,
): Promise<Done<ReplyOf<ToolWishes, typeof WISH>>> {
  const { seat, session } = await heldSeat(ports, caller);
  const from = { personId: caller.personId, seatId: seat.id, name: caller.name, role: caller.role };
  const to = body.to === undefined ? null : await recipient(ports, session, from.personId, body.to);
  const mentions = await mentioned(ports, session, body.mentions);
  const text = body.file === undefined ? cleanText(body.text) : cleanCaption(body.text);
  const draft = { from, to, mentions, text, replyTo: body.replyTo, fileId: body.file };
  const { event, isNew } = await post(ports, caller, draft, body);
  const facts = isNew ? eventFacts(caller.classId, event, audienceOf(draft)) : [];
  return { value: { message: messageIn(event) }, facts };
}

async function post(ports: ClassroomPorts, caller: LinkedCaller, { fileId, ...draft }: Draft, { sendId }: Body) {
  const { classId, personId } = caller;
  const by = { personId, sendId, wish: WISH };
  const at = ports.clock.now();
  let isNew = false;
  const event = await ports.chats.change(classId, async (change) => {
    isNew = false;
    const before = await change.sentBefore(by);
    if (before) return sameAs(before, draft.text, fileId);
    await mindRules(change, draft, at);
    const id = MessageId.parse(ports.ids.id());
    const file = fileId && (await share(change, caller, fileId, id));
    const kept = {
      id,
      sendId,
      ...draft,
      ...(file && { file }),
      replyTo: draft.replyTo ?? null,
      editedAt: null,
      deleted: null,
      reactions: [],
    };
    const told = { ...kept, mentions: [...draft.mentions] };
    const event = await change.number({ type: 'chat.posted', message: told }, at, by, audienceOf(draft));
    await change.add({ ...kept, classId, seq: event.seq, at });
    isNew = true;
    return event;
  });
  return { event, isNew };
}

/** In the transaction of the message: a file of the chat is in one message only, and never without it. */
async function share(change: ChatChange, caller: LinkedCaller, fileId: FileId, id: MessageId): Promise<ChatFile> {
  const file = await change.file(fileId);
  const shared = sharedFile(file, caller);
  if (file) await change.keepFile(file, id);
  return shared;
}

type Written = Omit<Draft, 'fileId'>;

async function mindRules(change: ChatChange, { from, to, replyTo }: Written, now: number): Promise<void> {
  const settings = await change.settings();
  mindMayWrite({ settings, from, to, isMuted: await change.isMuted(from.personId) });
  mindPace(settings, from.role, await change.lastAt(from.personId), now);
  const quoted = replyTo && (await change.find(replyTo));
  if (replyTo && !(quoted && mayQuote(quoted, from.personId, to?.personId))) throw new Refusal('not-found', 'nothing to reply to');
}

/** Who is to get it must be in the room: a private message to somebody who cannot see it would only look sent. */
async function recipient({ seats }: ClassroomPorts, session: SessionRecord, me: PersonId, seatId: SeatId): Promise<ChatPerson> {
  const seat = await seats.find(session.classId, seatId);
  if (seat?.sessionId !== session.id || seat.state !== 'present' || seat.personId === me) throw new Refusal('not-found');
  return { personId: seat.personId, seatId: seat.id, name: seat.name, role: seat.role };
}

/** Those of the session; who is not of it is nobody to call. */
export async function mentioned({ seats }: ClassroomPorts, session: SessionRecord, asked: readonly SeatId[]): Promise<Mention[]> {
  const found = await Promise.all([...new Set(asked)].map((seatId) => seats.find(session.classId, seatId)));
  const ofSession = (seat: SeatRecord | null): seat is SeatRecord => seat?.sessionId === session.id;
  return found.filter(ofSession).map(({ personId, name }) => ({ personId, name }));
}

/** The same sendId with other words or another file is no repetition. What was changed or deleted since cannot be compared any more. */
function sameAs(before: DurableEvent, text: string, fileId: FileId | undefined): DurableEvent {
  const { editedAt, deleted, text: said, file } = messageIn(before);
  const isSame = said === text && file?.fileId === fileId;
  if (editedAt === null && deleted === null && !isSame) throw new Refusal('bad-request', 'another message had this sendId');
  return before;
}

function messageIn(event: DurableEvent | null): ChatMessage {
  if (event?.type !== 'chat.posted') throw new Error('a message was written without its event');
  return postedMessage(event);
}
