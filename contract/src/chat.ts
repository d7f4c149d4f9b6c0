import { z } from 'zod';
import { ChatFile } from './files.ts';
import { FileId, Instant, MessageId, PersonId, SeatId, SendId, Seq } from './ids.ts';
import { LIMITS } from './limits.ts';
import { Role } from './rights.ts';
import { wish } from './wish.ts';

/*
 * Chat of a class. It belongs to the class and not to one meeting: what was written is still there next week. A message is for
 * everybody or for one person; who may write to whom in private is the teachers' to say.
 */

/**
 * Who may write to whom in private. 'teachers': to and among teachers. 'peers': student to student and teacher to teacher, but
 * never between the two. 'off' is off for teachers as well.
 */
export const PrivateLevel = z.enum(['off', 'teachers', 'peers', 'all']);
export type PrivateLevel = z.infer<typeof PrivateLevel>;

export function mayWritePrivately(level: PrivateLevel, from: Role, to: Role): boolean {
  switch (level) {
    case 'off':
      return false;
    case 'teachers':
      return from === 'teacher' || to === 'teacher';
    case 'peers':
      return from === to;
    case 'all':
      return true;
  }
}

export const ChatSettings = z.strictObject({
  /** Whether students may write at all. Teachers always may. */
  studentsWrite: z.boolean(),
  privately: PrivateLevel,
  /** A student may write once in so many seconds; 0 is no slow mode. */
  slowSeconds: z.number().int().min(0).max(LIMITS.chatSlowSeconds),
});
export type ChatSettings = z.infer<typeof ChatSettings>;

/** Somebody as they stood when they wrote; the seat is that of the session in which it was written. */
export const ChatPerson = z.strictObject({
  personId: PersonId,
  seatId: SeatId,
  name: z.string().max(LIMITS.personNameChars),
  role: Role,
});
export type ChatPerson = z.infer<typeof ChatPerson>;

export const ReactionKind = z.enum(['yes', 'heart', 'laugh', 'wow', 'thanks', 'question']);
export type ReactionKind = z.infer<typeof ReactionKind>;

/** How many reacted so, and whether the one who is told this did. */
export const Reaction = z.strictObject({ kind: ReactionKind, count: z.number().int().positive(), isMine: z.boolean() });
export type Reaction = z.infer<typeof Reaction>;

export const Mention = z.strictObject({ personId: PersonId, name: z.string().max(LIMITS.personNameChars) });
export type Mention = z.infer<typeof Mention>;

/** The trace of a deleted message. */
export const Deletion = z.strictObject({ at: Instant, name: z.string().max(LIMITS.personNameChars), role: Role });
export type Deletion = z.infer<typeof Deletion>;

export const ChatMessage = z.strictObject({
  id: MessageId,
  /** The number of the event that brought it: messages are in this order. */
  seq: Seq,
  at: Instant,
  /** As its sender chose it; their page knows by it what it sent. */
  sendId: SendId,
  from: ChatPerson,
  /** Null: for everybody. */
  to: ChatPerson.nullable(),
  /** Cleaned; empty for students where it was deleted. */
  text: z.string().max(LIMITS.chatChars),
  /** Absent where there is none, and where the message was deleted. */
  file: ChatFile.optional(),
  replyTo: MessageId.nullable(),
  mentions: z.array(Mention).max(LIMITS.chatMentions),
  editedAt: Instant.nullable(),
  deleted: Deletion.nullable(),
  reactions: z.array(Reaction).max(ReactionKind.options.length),
});
export type ChatMessage = z.infer<typeof ChatMessage>;

/** As an event brings it, whose number and time are the message's. */
const PostedMessage = ChatMessage.omit({ seq: true, at: true });

/** A stretch of the chat, oldest first. */
export const ChatPage = z.strictObject({
  messages: z.array(ChatMessage).max(LIMITS.chatPage),
  /** Older ones that these reply to, their texts cut to `LIMITS.chatQuoteChars`. */
  quoted: z.array(ChatMessage).max(LIMITS.chatPage),
  /** Whether there are older ones. */
  more: z.boolean(),
});
export type ChatPage = z.infer<typeof ChatPage>;

/** Somebody who may not write; the seat is the one they were muted in. */
export const ChatMute = ChatPerson.omit({ role: true });
export type ChatMute = z.infer<typeof ChatMute>;

/** What the room's snapshot says of the chat. */
export const ChatSnapshot = z.strictObject({
  me: PersonId,
  settings: ChatSettings,
  isMuted: z.boolean(),
  /** For teachers; empty for students. */
  muted: z.array(ChatMute).max(LIMITS.chatMutes),
  page: ChatPage,
});
export type ChatSnapshot = z.infer<typeof ChatSnapshot>;

const everybody = ['teacher', 'student'] as const;
const teachers = ['teacher'] as const;
const text = z.string().min(1).max(LIMITS.chatChars);
const mentions = z.array(SeatId).max(LIMITS.chatMentions);

export const chatWishes = {
  /**
   * Refused 'forbidden' where the settings or a mute say no, 'too-fast' in slow mode, 'not-found' for a recipient who is not in the
   * room and for a file that is not the sender's to share. With a file the text may be empty.
   */
  'chat.post': wish({
    from: everybody,
    rate: { burst: 8, perSecond: 1 },
    body: z.strictObject({
      sendId: SendId,
      text: z.string().max(LIMITS.chatChars),
      file: FileId.optional(),
      to: SeatId.optional(),
      replyTo: MessageId.optional(),
      mentions,
    }),
    reply: z.strictObject({ message: ChatMessage }),
  }),
  /** What was written before this number, as far as the caller may read it. */
  'chat.before': wish({
    from: everybody,
    rate: { burst: 10, perSecond: 2 },
    body: z.strictObject({ seq: Seq }),
    reply: ChatPage,
  }),
  /** One's own message, within `LIMITS.chatEditMs`. */
  'chat.edit': wish({
    from: everybody,
    rate: { burst: 5, perSecond: 1 },
    body: z.strictObject({ sendId: SendId, messageId: MessageId, text, mentions }),
    reply: z.strictObject({ seq: Seq }),
  }),
  /** One's own message; a teacher may delete whatever they may read. */
  'chat.delete': wish({
    from: everybody,
    rate: { burst: 10, perSecond: 2 },
    body: z.strictObject({ sendId: SendId, messageId: MessageId }),
    reply: z.strictObject({ seq: Seq }),
  }),
  'chat.react': wish({
    from: everybody,
    rate: { burst: 10, perSecond: 2 },
    body: z.strictObject({ sendId: SendId, messageId: MessageId, kind: ReactionKind, isOn: z.boolean() }),
    reply: z.strictObject({ seq: Seq }),
  }),
  /** The person of that seat may not write any more, or may again; it holds for the class until it is taken back. */
  'chat.mute': wish({
    from: teachers,
    rate: { burst: 10, perSecond: 2 },
    body: z.strictObject({ sendId: SendId, seatId: SeatId, isMuted: z.boolean() }),
    reply: z.strictObject({ seq: Seq }),
  }),
  'chat.set': wish({
    from: teachers,
    rate: { burst: 10, perSecond: 2 },
    body: z.strictObject({ sendId: SendId, settings: ChatSettings.partial() }),
    reply: z.strictObject({ seq: Seq }),
  }),
} as const;

const numbered = { seq: Seq, at: Instant } as const;

/** Of a private message all of these go to its two people alone; that somebody was muted, to them and to teachers. */
export const chatEvents = [
  z.strictObject({ ...numbered, type: z.literal('chat.posted'), message: PostedMessage }),
  z.strictObject({
    ...numbered,
    type: z.literal('chat.edited'),
    messageId: MessageId,
    text: z.string().max(LIMITS.chatChars),
    mentions: z.array(Mention).max(LIMITS.chatMentions),
  }),
  z.strictObject({ ...numbered, type: z.literal('chat.deleted'), messageId: MessageId, deleted: Deletion }),
  z.strictObject({
    ...numbered,
    type: z.literal('chat.reacted'),
    messageId: MessageId,
    personId: PersonId,
    kind: ReactionKind,
    isOn: z.boolean(),
    /** How many there are now. */
    count: z.number().int().nonnegative(),
  }),
  z.strictObject({ ...numbered, type: z.literal('chat.muted'), person: ChatMute, isMuted: z.boolean() }),
  z.strictObject({ ...numbered, type: z.literal('chat.set'), settings: ChatSettings }),
] as const;

/* GET /api/chat/export?format=csv|txt&language= (teacher): what the teacher may read of the class's chat, oldest first, as a file */
