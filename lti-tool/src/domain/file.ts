import {
  type ChatFile,
  type ClassId,
  type FileId,
  type FilePlace,
  type FileView,
  type Instant,
  LIMITS,
  type MessageId,
  type PersonId,
  Refusal,
  type Role,
} from '@liveclass/contract';

/**
 * A file of a class. 'uploading' holds its place in the quota while the bytes come; 'erasing' is gone for everybody and holds it until
 * they are off the disk, so that a tool that dies in between leaves nothing that nobody knows of.
 */
export interface FileRecord {
  readonly id: FileId;
  readonly classId: ClassId;
  readonly name: string;
  readonly type: string;
  readonly kind: FileView['kind'];
  readonly bytes: number;
  readonly hidden: boolean;
  readonly state: 'uploading' | 'scanning' | 'ready' | 'infected' | 'erasing';
  readonly uploadedBy: PersonId;
  readonly uploadedAs: Role;
  readonly uploadedAt: Instant;
  /** Absent: the library. */
  readonly place?: FilePlace;
  /** The one message that carries a file of the chat; absent before it is sent. */
  readonly sharedIn?: MessageId;
  /** Of a picture whose head tells it. */
  readonly size?: ChatFile['size'];
}

/** Images that browsers draw and that hold no script. SVG does, and is not among them. */
const IMAGES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);
/** Programs have no place in a class, whatever their names say. */
const PROGRAMS: ReadonlySet<string> = new Set([
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/x-macho-binary',
  'application/vnd.android.package-archive',
  'application/x-msi',
  'application/vnd.debian.binary-package',
  'application/x-rpm',
  'application/x-ms-shortcut',
  'application/java-vm',
]);

/** What a file is, by the type its content has; undefined for one that is not taken. A type that is not known is 'other'. */
export function kindOf(type: string | undefined): FileView['kind'] | undefined {
  if (type === undefined) return 'other';
  if (PROGRAMS.has(type)) return undefined;
  if (type === 'application/pdf') return 'pdf';
  return IMAGES.has(type) ? 'image' : 'other';
}

/** A name as people wrote it, in any script, without what would lead elsewhere, break a header or turn the text around. */
export function cleanName(name: string): string {
  const clean = name
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Co}\p{Cn}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
    .replace(/[/\\]/g, '_')
    .trim()
    .replace(/^\.+/, '');
  return clean === '' ? 'file' : clean;
}

interface Reader {
  readonly personId: PersonId;
  readonly role: Role;
}

/** Whether it is this person's to know of by itself. What is in the chat is known to others by its message alone. */
export function isVisibleTo(file: FileRecord, { personId, role }: Reader): boolean {
  if (file.state === 'uploading' || file.state === 'erasing') return false;
  if (isOfChat(file)) return file.uploadedBy === personId;
  return role === 'teacher' || file.uploadedBy === personId || (!file.hidden && file.state === 'ready');
}

export function fileView(file: FileRecord, { personId }: Pick<Reader, 'personId'>): FileView {
  const { id, name, kind, bytes, hidden, uploadedAt, state } = file;
  const shown = state === 'ready' || state === 'infected' ? state : 'scanning';
  return { fileId: id, name, kind, bytes, hidden, uploadedAt, state: shown, isMine: file.uploadedBy === personId };
}

export const isOfChat = ({ place }: Pick<FileRecord, 'place'>): boolean => place === 'chat';

/**
 * The file as a message carries it. One's own of the chat, once; one of the library that everybody may see, because a message gives
 * nobody a right to what is hidden. Refused: 'not-found', 'wrong-phase' while it is not scanned.
 */
export function sharedFile(file: FileRecord | null, reader: Reader): ChatFile {
  if (!file || !isVisibleTo(file, reader) || file.hidden || file.sharedIn !== undefined) throw new Refusal('not-found', 'no file to share');
  if (file.state !== 'ready') throw new Refusal('wrong-phase', 'a file that is not scanned');
  const { id: fileId, name, kind, bytes, size } = file;
  const isDrawn = size && bytes <= LIMITS.chatPictureBytes && size.width * size.height <= LIMITS.chatPicturePixels;
  return { fileId, name, kind, bytes, ...(kind === 'image' && isDrawn && { size }) };
}
