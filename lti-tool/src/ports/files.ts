import type { Readable } from 'node:stream';
import type { ChatFile, ClassId, FileChange, FileId, Instant, Limits, MessageId, PersonId } from '@liveclass/contract';
import type { FileRecord } from '../domain/file.ts';
import type { Caller, LiveWebSessions, Publisher } from './classroom.ts';
import type { Clock, Ids, Memberships } from './identity.ts';
import type { Log } from './log.ts';
import type { GroupRooms } from './rooms.ts';
import type { SlidePictures, Slides } from './slides.ts';

/** The files of classes and the room they take. Place in the quota is taken before a byte is written, and given back with the last one. */
export interface Files {
  /** Claims place for the file. Refused: 'quota-full' (of the class, or of one person's in its chat), 'busy' (too many of one person's uploads at once). */
  reserve(file: FileRecord): Promise<void>;
  /** Moves it on from the state it is in; null when it is in another by now, or in a message. */
  advance(file: FileRecord, next: Partial<Pick<FileRecord, 'state' | 'type' | 'kind' | 'size'>>): Promise<FileRecord | null>;
  change(classId: ClassId, id: FileId, change: FileChange): Promise<FileRecord | null>;
  /** Never one of another class. */
  find(classId: ClassId, id: FileId): Promise<FileRecord | null>;
  /** Newest first, all that take place. */
  list(classId: ClassId): Promise<readonly FileRecord[]>;
  usedBytes(classId: ClassId): Promise<number>;
  /** Forgets it and gives its place back, once; its bytes are off the disk by then. */
  release(file: FileRecord): Promise<void>;
  /** Uploads that began before then and never ended, scans that came to nothing, and what is to be erased. */
  unfinished(before: Instant, limit: number): Promise<readonly FileRecord[]>;
  /** Files for the chat that were uploaded before then and are in no message. */
  unsent(before: Instant, limit: number): Promise<readonly FileRecord[]>;
  studentsMayUpload(classId: ClassId): Promise<boolean>;
  setStudentsMayUpload(classId: ClassId, may: boolean, by: PersonId): Promise<void>;
}

/** Bytes on their way. */
export type ByteStream = Readable;

export interface ByteRange {
  readonly start: number;
  /** The last byte, itself included. */
  readonly end: number;
}

/** Where the bytes of files are: the disk of this machine, or elsewhere later. An id is a name as it stands. */
export interface FileBytes {
  /** Writes exactly so many; a source that breaks off or brings another number rejects, and leaves nothing. Refused: 'disk-full'. */
  write(id: FileId, source: Readable, bytes: number): Promise<void>;
  /** Media type by content; undefined where it has none that is known. */
  typeOf(id: FileId): Promise<string | undefined>;
  /** Width and height of a picture, by its head alone; nothing is unpacked. Undefined where that does not tell them. */
  sizeOf(id: FileId): Promise<ChatFile['size']>;
  read(id: FileId, range?: ByteRange): Promise<Readable>;
  /** 'unknown': the scanner could not tell; it is asked again later. */
  scan(id: FileId): Promise<'clean' | 'infected' | 'unknown'>;
  remove(id: FileId): Promise<void>;
}

export interface FileRight {
  readonly classId: ClassId;
  readonly fileId: FileId;
  readonly personId: PersonId;
  /** Names the web session that asked for it. */
  readonly sessionKey: string;
}

export interface FileLinks {
  sign(right: FileRight): Promise<{ token: string; expiresAt: Instant }>;
  /** Refused 'link-expired' when it is over, forged or not a link. */
  read(token: string): Promise<FileRight>;
}

export interface FilePorts {
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'id'>;
  readonly log: Log;
  readonly limits: Limits;
  readonly files: Files;
  readonly bytes: FileBytes;
  readonly links: FileLinks;
  readonly memberships: Pick<Memberships, 'role'>;
  readonly webSessions: LiveWebSessions;
  readonly publisher: Publisher;
  readonly rooms: Pick<GroupRooms, 'of'>;
  readonly messages: ReadableMessages;
  readonly slides: Slides;
  readonly pictures: SlidePictures;
}

export interface ReadableMessages {
  /** Whether this person may read that message of their class now; not where it was deleted. */
  mayRead(id: MessageId, reader: Pick<Caller, 'classId' | 'personId' | 'role'>): Promise<boolean>;
}
