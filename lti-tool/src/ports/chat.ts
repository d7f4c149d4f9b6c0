import type { ChatMute, ChatSettings, ClassId, DurableEvent, FileId, Instant, MessageId, PersonId, Seq } from '@liveclass/contract';
import type { MessageRecord } from '../domain/chat.ts';
import type { Audience, NewEvent, Sender } from '../domain/events.ts';
import type { FileRecord } from '../domain/file.ts';
import type { RoomEvent } from './moderation.ts';

/** The chat of a class, within one change of it: what is read here is still so when the change is written. */
export interface ChatChange {
  /** What the sender's earlier use of this sendId led to. Refused: 'bad-request' when it was another wish's. */
  sentBefore(sender: Sender): Promise<DurableEvent | undefined>;
  settings(): Promise<ChatSettings>;
  isMuted(personId: PersonId): Promise<boolean>;
  countMutes(): Promise<number>;
  /** When this person last wrote, whatever became of it. */
  lastAt(personId: PersonId): Promise<Instant | null>;
  find(id: MessageId): Promise<MessageRecord | null>;
  number(event: NewEvent, at: Instant, by: Sender, audience?: Audience): Promise<DurableEvent>;
  /** The same for the other rooms of the class that are live, where it holds for the class. */
  numberElsewhere(event: NewEvent, at: Instant, audience?: Audience): Promise<readonly Pick<RoomEvent, 'roomId' | 'event'>[]>;
  add(message: MessageRecord): Promise<void>;
  /** A file of the class, in whichever room. */
  file(id: FileId): Promise<FileRecord | null>;
  /** A file of the chat is this message's from now on; one of the library stays as it is. */
  keepFile(file: FileRecord, id: MessageId): Promise<void>;
  /** A file of the chat goes with its message; one of the library stays. */
  dropFile(id: FileId): Promise<void>;
  /** Writes these parts over it. */
  alter(id: MessageId, parts: Partial<Pick<MessageRecord, 'text' | 'mentions' | 'editedAt' | 'deleted' | 'reactions'>>): Promise<void>;
  /** What the events say that brought it: who asks for events later gets neither what was deleted nor what was there before a change. */
  rewrite(id: MessageId, now: Pick<MessageRecord, 'text' | 'mentions' | 'editedAt' | 'deleted'>): Promise<void>;
  mute(person: ChatMute, isMuted: boolean): Promise<void>;
  set(settings: ChatSettings): Promise<void>;
}

/**
 * Chats, each of one room. Settings and mutes hold for its class, in whichever room; they are asked for by the id of either. Of
 * private messages each reader finds their own alone.
 */
export interface Chats {
  /** All or nothing; changes of one class come one after the other, whichever tool makes them. Null: nothing was to be changed. */
  change(classId: ClassId, work: (change: ChatChange) => Promise<DurableEvent | null>): Promise<DurableEvent | null>;
  settings(classId: ClassId): Promise<ChatSettings>;
  isMuted(classId: ClassId, personId: PersonId): Promise<boolean>;
  mutes(classId: ClassId): Promise<readonly ChatMute[]>;
  /** What this person may read, newest first, before this number where one is given. */
  newest(classId: ClassId, reader: PersonId, limit: number, before?: Seq): Promise<readonly MessageRecord[]>;
  /** Of these, what this person may read. */
  some(classId: ClassId, reader: PersonId, ids: readonly MessageId[]): Promise<readonly MessageRecord[]>;
  find(id: MessageId): Promise<MessageRecord | null>;
  /** Of these files of the class the ones that are not there any more, or hidden. */
  goneFiles(classId: ClassId, ids: readonly FileId[]): Promise<ReadonlySet<FileId>>;
  /** All that this person may read, oldest first. */
  all(classId: ClassId, reader: PersonId): AsyncIterable<MessageRecord>;
}
