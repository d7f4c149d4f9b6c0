import { type FileChange, FileId, type FileLinkReply, type FilesReply, type FileView, Refusal } from '@liveclass/contract';
import { type FileRecord, fileView, isVisibleTo } from '../domain/file.ts';
import type { Caller } from '../ports/classroom.ts';
import type { ByteRange, ByteStream, FilePorts } from '../ports/files.ts';
import { eraseFile, mayUpload } from './upload-file.ts';
import { requireTeacher } from './view-attendance.ts';

/** Where a link leads; the token in it is the whole right, and short-lived. */
export const FILE_PATH = '/file';

/**
 * A file of the caller's class that they may know of: the one check for whoever shows, shares or opens one. An id of another class is
 * 'not-found' like one that is none.
 */
export async function findFile({ files }: Pick<FilePorts, 'files'>, caller: Caller, id: string): Promise<FileRecord> {
  const known = FileId.safeParse(id);
  const file = known.success ? await files.find(caller.classId, known.data) : null;
  if (!file || !isVisibleTo(file, caller)) throw new Refusal('not-found');
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
    files: all.filter((file) => isVisibleTo(file, caller)).map((file) => fileView(file, caller)),
    usedBytes,
    quotaBytes: limits.classFilesBytes,
    mayUpload: may,
    studentsMayUpload,
  };
}

/** Renames, hides, shows. Refused: 'not-found', 'forbidden'. */
export async function changeFile(ports: FilePorts, caller: Caller, id: string, change: FileChange): Promise<FileView> {
  const file = await findFile(ports, caller, id);
  requireTeacher(caller);
  const changed = await ports.files.change(caller.classId, file.id, change);
  if (!changed) throw new Refusal('not-found');
  return fileView(changed, caller);
}

/** Gone for everybody at once. Refused: 'not-found', 'forbidden'. */
export async function deleteFile(ports: FilePorts, caller: Caller, id: string): Promise<void> {
  const file = await findFile(ports, caller, id);
  requireTeacher(caller);
  const leaving = await ports.files.advance(file, { state: 'erasing' });
  if (leaving) await eraseFile(ports, leaving);
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
