import { type FileChange, FileId, type FileLinkReply, type FilesReply, type FileView, Refusal } from '@liveclass/contract';
import { type FileRecord, fileView, isOfChat, isVisibleTo } from '../domain/file.ts';
import type { Caller } from '../ports/classroom.ts';
import type { ByteRange, ByteStream, FilePorts } from '../ports/files.ts';
import { roomIds } from './know-room.ts';
import { eraseFile, mayUpload } from './upload-file.ts';
import { requireTeacher } from './view-attendance.ts';

/** Where a link leads; the token in it is the whole right, and short-lived. */
export const FILE_PATH = '/file';

/**
 * A file of the caller's class that they may know of: the one check for whoever shows, shares or opens one. An id of another class is
 * 'not-found' like one that is none. A file of the chat is known to whoever may read its message at this moment.
 */
export async function findFile(
  { files, messages }: Pick<FilePorts, 'files' | 'messages'>,
  caller: Caller,
  id: string,
): Promise<FileRecord> {
  const known = FileId.safeParse(id);
  const file = known.success ? await files.find(caller.classId, known.data) : null;
  if (!file) throw new Refusal('not-found');
  const isKnown = file.sharedIn === undefined ? isVisibleTo(file, caller) : await messages.mayRead(file.sharedIn, caller);
  if (!isKnown || file.state === 'erasing') throw new Refusal('not-found');
  return file;
}

export async function listFiles(ports: FilePorts, caller: Caller): Promise<FilesReply> {
  const { files, limits } = ports;
  const [all, usedBytes, studentsMayUpload, may] = await Promise.all([
    files.list(caller.classId),
    files.usedBytes(caller.classId),
    files.studentsMayUpload(caller.classId),
    mayUpload(ports, caller),
  ]);
  return {
    files: all.filter((file) => !isOfChat(file) && isVisibleTo(file, caller)).map((file) => fileView(file, caller)),
    usedBytes,
    chatBytes: all.filter(isOfChat).reduce((sum, { bytes }) => sum + bytes, 0),
    quotaBytes: limits.classFilesBytes,
    mayUpload: may,
    studentsMayUpload,
  };
}

/** Renames, hides, shows. Refused: 'not-found', 'forbidden'. */
export async function changeFile(ports: FilePorts, caller: Caller, id: string, change: FileChange): Promise<FileView> {
  const file = await findFile(ports, caller, id);
  requireTeacher(caller);
  if (isOfChat(file)) throw new Refusal('forbidden', 'a file of the chat has its message');
  const changed = await ports.files.change(caller.classId, file.id, change);
  if (!changed) throw new Refusal('not-found');
  if (changed.hidden) await tellGone(ports, changed);
  return fileView(changed, caller);
}

/** Gone for everybody at once; what is in the chat goes with its message, and before that with its sender. Refused: 'not-found', 'forbidden'. */
export async function deleteFile(ports: FilePorts, caller: Caller, id: string): Promise<void> {
  const file = await findFile(ports, caller, id);
  if (!isOfChat(file)) requireTeacher(caller);
  else if (file.sharedIn !== undefined) throw new Refusal('forbidden', 'a file of the chat goes with its message');
  const leaving = await ports.files.advance(file, { state: 'erasing' });
  if (!leaving) return;
  await tellGone(ports, leaving);
  await eraseFile(ports, leaving);
}

/** Pages that show it in the chat say so. Its id leads to nothing any more. */
async function tellGone({ publisher, rooms }: Pick<FilePorts, 'publisher' | 'rooms'>, { classId, id }: FileRecord): Promise<void> {
  const ids = roomIds(classId, await rooms.of(classId));
  publisher.publish(ids.map((roomId) => ({ kind: 'file-gone', classId: roomId, fileId: id })));
}

/** Whether students may upload. Refused: 'forbidden'. */
export async function letStudentsUpload(ports: FilePorts, caller: Caller, may: boolean): Promise<FilesReply> {
  requireTeacher(caller);
  await ports.files.setStudentsMayUpload(caller.classId, may, caller.personId);
  return listFiles(ports, caller);
}

/** A link for this person, this web session and this file. Refused: 'not-found', 'wrong-phase' while it is not scanned. */
export async function makeFileLink(ports: FilePorts, caller: Caller, sessionKey: string, id: string): Promise<FileLinkReply> {
  const file = await findFile(ports, caller, id);
  if (file.state !== 'ready') throw new Refusal('wrong-phase');
  const { classId, personId } = caller;
  const { token, expiresAt } = await ports.links.sign({ classId, personId, fileId: file.id, sessionKey });
  return { url: `${FILE_PATH}/${token}/${encodeURIComponent(file.name)}`, expiresAt };
}

export interface OpenedFile {
  readonly file: FileRecord;
  read(range?: ByteRange): Promise<ByteStream>;
}

/**
 * The file behind a link. The right is looked up anew for each request: who lost the course, signed out, or may not see a file that
 * was hidden or deleted meanwhile gets no further byte. Refused: 'link-expired', 'not-found'.
 */
export async function openFile(ports: FilePorts, token: string): Promise<OpenedFile> {
  const right = await ports.links.read(token);
  const [role, isSignedIn] = await Promise.all([
    ports.memberships.role(right.classId, right.personId),
    ports.webSessions.isLive(right.sessionKey, ports.clock.now()),
  ]);
  if (!role) throw new Refusal('not-found');
  if (!isSignedIn) throw new Refusal('link-expired');
  const file = await findFile(ports, { ...right, role, name: '' }, right.fileId);
  if (file.state !== 'ready') throw new Refusal('not-found');
  return { file, read: (range) => ports.bytes.read(file.id, range) };
}
