import {
  type ChatFile,
  type ChatMessage,
  type ChatPerson,
  type ChatSettings,
  type ClassId,
  type Deletion,
  type DurableEvent,
  type Instant,
  isGuest,
  LIMITS,
  type Mention,
  type MessageId,
  mayWritePrivately,
  type PersonId,
  type Reaction,
  ReactionKind,
  Refusal,
  type Role,
  type SendId,
  type Seq,
} from '@liveclass/contract';
import type { Reader } from './events.ts';

/** A message as it is kept. */
export interface MessageRecord {
  readonly id: MessageId;
  readonly classId: ClassId;
  readonly seq: Seq;
  readonly at: Instant;
  readonly sendId: SendId;
  readonly from: ChatPerson;
  readonly to: ChatPerson | null;
  /** Stays when it is deleted: teachers who could read it see what it was. */
  readonly text: string;
  readonly file?: ChatFile;
  readonly replyTo: MessageId | null;
  readonly mentions: readonly Mention[];
  readonly editedAt: Instant | null;
  readonly deleted: (Deletion & { readonly by: PersonId }) | null;
  readonly reactions: readonly { readonly kind: ReactionKind; readonly personId: PersonId }[];
}

/** Where no teacher said anything: students ask teachers in private, and nobody writes to another student unseen. */
export const FIRST_CHAT_SETTINGS: ChatSettings = { studentsWrite: true, privately: 'teachers', slowSeconds: 0 };

export interface Writing {
  readonly settings: ChatSettings;
  readonly from: Pick<ChatPerson, 'role' | 'personId'>;
  readonly to: Pick<ChatPerson, 'role' | 'personId'> | null;
  readonly isMuted: boolean;
}

/** Whatever adds something that others read passes here: a message, a change of one, a reaction. Refused: 'forbidden'. */
export function mindMayWrite({ settings, from, to, isMuted }: Writing): void {
  if (isMuted) throw new Refusal('forbidden', 'muted');
  if (from.role === 'student' && !settings.studentsWrite) throw new Refusal('forbidden', 'chat is off');
  // Whom no LMS knows speaks with students where teachers see it.
  if (to && from.role !== 'teacher' && to.role !== 'teacher' && (isGuest(from.personId) || isGuest(to.personId)))
    throw new Refusal('forbidden', 'privately with a guest');
  if (to && !mayWritePrivately(settings.privately, from.role, to.role)) throw new Refusal('forbidden', settings.privately);
}

/** Slow mode. Refused: 'too-fast'. */
export function mindPace({ slowSeconds }: ChatSettings, role: Role, lastAt: Instant | null, now: Instant): void {
  if (role === 'student' && lastAt !== null && now - lastAt < slowSeconds * 1000) throw new Refusal('too-fast', 'slow mode');
}

/**
 * Control characters, lone halves of characters, and the marks that turn the text around them. What keeps writing readable stays:
 * the marks of direction for one word, and the joiners of Persian and of emoji.
 */
const HARMFUL = /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}/gu;
/** A page in which nothing is to be seen: spaces, marks of direction and joiners alone. */
const UNSEEN = /^[\s\p{Cf}\u115f\u1160\u3164]*$/u;
const PILED = new RegExp(`(\\p{M}{${LIMITS.chatMarks}})\\p{M}+`, 'gu');

/** What somebody wrote, as it is kept: plain text, whatever it looks like. Refused: 'bad-request' where it says nothing or has too many lines. */
export function cleanText(text: string): string {
  const clean = text
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(HARMFUL, '')
    .replace(PILED, '$1')
    .replace(/[^\S\n]+$/gmu, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  if (UNSEEN.test(clean) || clean.length > LIMITS.chatChars) throw new Refusal('bad-request', 'empty or too long');
  if (clean.split('\n').length > LIMITS.chatLines) throw new Refusal('bad-request', 'too many lines');
  return clean;
}

/** What is said beside a file, which may be nothing. */
export const cleanCaption = (text: string): string => (UNSEEN.test(text) ? '' : cleanText(text));

export const isReader = ({ from, to }: Pick<MessageRecord, 'from' | 'to'>, personId: PersonId): boolean =>
  to === null || from.personId === personId || to.personId === personId;

/** The two people of a private message; undefined: everybody. */
export const audienceOf = ({ from, to }: Pick<MessageRecord, 'from' | 'to'>): { readonly persons: PersonId[] } | undefined =>
  to ? { persons: [from.personId, to.personId] } : undefined;

/** What quotes a private message stays between the two. */
export const mayQuote = (quoted: MessageRecord, from: PersonId, to: PersonId | undefined): boolean =>
  isReader(quoted, from) && quoted.deleted === null && (quoted.to === null || (to !== undefined && isReader(quoted, to)));

/** One's own, not deleted, and not too old. Refused: 'forbidden', 'wrong-phase'. */
export function mindMayEdit(message: MessageRecord, personId: PersonId, now: Instant): void {
  if (message.from.personId !== personId) throw new Refusal('forbidden');
  if (message.deleted || now - message.at > LIMITS.chatEditMs) throw new Refusal('wrong-phase');
}

export const mayDelete = (message: MessageRecord, { personId, role }: Reader): boolean =>
  isReader(message, personId) && (role === 'teacher' || message.from.personId === personId);

export function reactionsOf(reactions: MessageRecord['reactions'], personId: PersonId): Reaction[] {
  return ReactionKind.options.flatMap((kind) => {
    const people = reactions.filter((one) => one.kind === kind).map((one) => one.personId);
    return people.length > 0 ? [{ kind, count: people.length, isMine: people.includes(personId) }] : [];
  });
}

/** The message as this reader may see it. */
export function messageView(message: MessageRecord, { personId, role }: Reader): ChatMessage {
  const { classId: _, deleted, reactions, mentions, text, file, ...rest } = message;
  const isTextGone = deleted !== null && role !== 'teacher';
  return {
    ...rest,
    text: isTextGone ? '' : text,
    ...(file && !deleted && { file }),
    mentions: isTextGone ? [] : [...mentions],
    deleted: deleted && { at: deleted.at, name: deleted.name, role: deleted.role },
    reactions: deleted ? [] : reactionsOf(reactions, personId),
  };
}

/** As many of the newest as their texts and names of files may weigh together, oldest first. `newest` comes newest first. */
export function fitPage(newest: readonly MessageRecord[]): MessageRecord[] {
  let bytes = 0;
  const fitting = newest.slice(0, LIMITS.chatPage).filter(({ text, file }) => {
    bytes += Buffer.byteLength(text) + Buffer.byteLength(file?.name ?? '');
    return bytes <= LIMITS.chatPageBytes;
  });
  return fitting.reverse();
}

export type PostedEvent = Extract<DurableEvent, { type: 'chat.posted' }>;

export const postedMessage = ({ message, seq, at }: PostedEvent): ChatMessage => ({ ...message, seq, at });
