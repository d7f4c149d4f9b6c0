import type { ChatFile, ChatMessage, ChatMute, ChatSettings, MessageId, PersonId, Reason, SeatId, SendId } from '@liveclass/contract';

/** Somebody of the room to whom a message goes. */
export interface Recipient {
  readonly seatId: SeatId;
  readonly name: string;
}

/** What was sent and has no answer yet, or a no. */
export interface Outgoing {
  readonly sendId: SendId;
  readonly text: string;
  readonly file: ChatFile | undefined;
  readonly to: Recipient | undefined;
  readonly replyTo: MessageId | undefined;
  readonly mentions: readonly SeatId[];
  readonly at: number;
  readonly failed: Reason | undefined;
}

export interface ChatState {
  readonly me: PersonId | undefined;
  readonly settings: ChatSettings;
  readonly isMuted: boolean;
  readonly muted: readonly ChatMute[];
  /** Oldest first, without a hole. */
  readonly messages: readonly ChatMessage[];
  /** What these answer and is older than they are. */
  readonly quoted: ReadonlyMap<MessageId, ChatMessage>;
  readonly more: boolean;
  readonly isLoading: boolean;
  readonly outgoing: readonly Outgoing[];
  /** What came while the chat was not open, and whether any of it calls me or is for me alone. */
  readonly unread: number;
  readonly isCalled: boolean;
  /** Numbers of messages from others that came while I am here, the newest last; for those who hear them. */
  readonly news: readonly ChatMessage[];
}

export const FIRST_CHAT: ChatState = {
  me: undefined,
  settings: { studentsWrite: true, privately: 'off', slowSeconds: 0 },
  isMuted: false,
  muted: [],
  messages: [],
  quoted: new Map(),
  more: false,
  isLoading: false,
  outgoing: [],
  unread: 0,
  isCalled: false,
  news: [],
};

/** With this message in its place; one that is there already is the newer view of it. */
export function withMessage(messages: readonly ChatMessage[], message: ChatMessage): readonly ChatMessage[] {
  const last = messages.at(-1);
  if (!last || last.seq < message.seq) return [...messages, message];
  const others = messages.filter(({ id }) => id !== message.id);
  const place = others.findLastIndex(({ seq }) => seq < message.seq) + 1;
  return others.toSpliced(place, 0, message);
}

export const changed = (
  messages: readonly ChatMessage[],
  id: MessageId,
  change: (message: ChatMessage) => ChatMessage,
): readonly ChatMessage[] => messages.map((message) => (message.id === id ? change(message) : message));

/** A reaction of somebody, as counted by the server. */
export function withReaction(
  message: ChatMessage,
  { kind, count, isOn, isMine }: { kind: ChatMessage['reactions'][number]['kind']; count: number; isOn: boolean; isMine: boolean },
): ChatMessage {
  const before = message.reactions.find((one) => one.kind === kind);
  const others = message.reactions.filter((one) => one.kind !== kind);
  if (count === 0) return { ...message, reactions: others };
  const now = { kind, count, isMine: isMine ? isOn : (before?.isMine ?? false) };
  return { ...message, reactions: before ? message.reactions.map((one) => (one.kind === kind ? now : one)) : [...others, now] };
}
