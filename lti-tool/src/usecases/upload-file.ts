import { FileId, type FilePlace, type FileView, Refusal } from '@liveclass/contract';
import { cleanName, type FileRecord, fileView, isOfChat, kindOf } from '../domain/file.ts';
import type { Caller } from '../ports/classroom.ts';
import type { ByteStream, FilePorts } from '../ports/files.ts';

interface Upload {
  readonly name: string;
  /** As announced; not one more is read, and fewer are no file. */
  readonly bytes: number;
  readonly source: ByteStream;
  readonly place: FilePlace;
}

export async function mayUpload({ files }: Pick<FilePorts, 'files'>, { classId, role }: Caller): Promise<boolean> {
  return role === 'teacher' || (await files.studentsMayUpload(classId));
}

/**
 * Takes a file: place in the quota first, then the bytes, then what they are, then whether they are clean. What fails on the way
 * leaves nothing. Refused: 'forbidden', 'too-large', 'bad-request', 'quota-full', 'busy', 'disk-full', 'wrong-type', 'infected'.
 */
export async function uploadFile(ports: FilePorts, caller: Caller, { name, bytes, source, place }: Upload): Promise<FileView> {
  const { clock, ids, limits, files } = ports;
  if (!(await mayUpload(ports, caller))) throw new Refusal('forbidden');
  if (!Number.isSafeInteger(bytes) || bytes < 1) throw new Refusal('bad-request', 'an upload without a length');
  if (bytes > (isOfChat({ place }) ? limits.chatFileBytes : limits.fileBytes)) throw new Refusal('too-large');
  const file: FileRecord = {
    id: FileId.parse(ids.id()),
    classId: caller.classId,
    name: cleanName(name),
    type: 'application/octet-stream',
    kind: 'other',
    bytes,
    hidden: false,
    state: 'uploading',
    uploadedBy: caller.personId,
    uploadedAs: caller.role,
    uploadedAt: clock.now(),
    place,
  };
  await files.reserve(file);
  try {
    return fileView(await take(ports, file, source), caller);
  } catch (error) {
    await eraseFile(ports, file);
    throw error;
  }
}

async function take(ports: FilePorts, file: FileRecord, source: ByteStream): Promise<FileRecord> {
  await ports.bytes.write(file.id, source, file.bytes);
  const type = await ports.bytes.typeOf(file.id);
  const kind = kindOf(type);
  if (!kind) throw new Refusal('wrong-type', { type });
  const size = kind === 'image' ? await ports.bytes.sizeOf(file.id) : undefined;
  const written = await ports.files.advance(file, { state: 'scanning', kind, ...(type !== undefined && { type }), ...(size && { size }) });
  if (!written) throw new Refusal('not-found', 'an upload that was given up');
  const judged = await scanFile(ports, written);
  if (judged.state === 'infected') throw new Refusal('infected');
  return judged;
}

/** Gives a file free once the scanner calls it clean; one that is not loses its bytes. Where the scanner cannot tell nothing changes. */
export async function scanFile({ files, bytes, log }: FilePorts, file: FileRecord): Promise<FileRecord> {
  const verdict = await bytes.scan(file.id);
  if (verdict === 'unknown') return file;
  if (verdict === 'clean') return (await files.advance(file, { state: 'ready' })) ?? file;
  log.warn({ fileId: file.id }, 'a virus was found in an uploaded file');
  await bytes.remove(file.id);
  return (await files.advance(file, { state: 'infected' })) ?? { ...file, state: 'infected' };
}

/** Off the disk first, and then out of the list and the quota; what breaks off in between is found again. */
export async function eraseFile({ files, bytes, slides, log }: FilePorts, file: FileRecord): Promise<void> {
  try {
    await slides.remove(file.id);
    await bytes.remove(file.id);
    await files.release(file);
  } catch (error) {
    log.warn({ err: error, fileId: file.id }, 'a file is not erased yet');
  }
}

/** What tools that died, scanners that were away and erasures left: finished by any tool, as often as it takes. */
export async function tendFiles(ports: FilePorts): Promise<void> {
  for (const file of await ports.files.unsent(ports.clock.now() - ports.limits.chatFileUnsentMs, 20)) {
    const leaving = await ports.files.advance(file, { state: 'erasing' });
    if (leaving) await eraseFile(ports, leaving);
  }
  for (const file of await ports.files.unfinished(ports.clock.now() - ports.limits.uploadMs, 20)) {
    if (file.state === 'scanning') await scanFile(ports, file);
    else await eraseFile(ports, file);
  }
}
