import { z } from 'zod';
import { FileId, Instant } from './ids.ts';
import { LIMITS } from './limits.ts';

/*
 * The class's media library in the HTTP API. Whatever a sender says of a file, its kind is judged by its content. A shared
 * file is named elsewhere by its id alone; whoever opens it is asked for their right each time.
 */

const FileName = z.string().trim().min(1).max(LIMITS.fileNameChars);

export const FileView = z.strictObject({
  fileId: FileId,
  name: z.string(),
  /** By content. Only images and PDFs are ever shown by a browser; everything else is saved. */
  kind: z.enum(['pdf', 'image', 'other']),
  bytes: z.number().int().nonnegative(),
  /** Told to teachers and to whoever uploaded it only. */
  hidden: z.boolean(),
  /** 'scanning': not given to anybody yet. 'infected': its content is gone. */
  state: z.enum(['scanning', 'ready', 'infected']),
  uploadedAt: Instant,
  isMine: z.boolean(),
});
export type FileView = z.infer<typeof FileView>;

/** A file in a message of the chat, as it was when it was sent. */
export const ChatFile = FileView.pick({ fileId: true, name: true, kind: true, bytes: true }).extend({
  /** Of a picture that may be drawn where it stands; absent where it is too large for that. */
  size: z.strictObject({ width: z.number().int().positive(), height: z.number().int().positive() }).optional(),
  /** It was deleted or hidden since. */
  isGone: z.literal(true).optional(),
});
export type ChatFile = z.infer<typeof ChatFile>;

/** Told to everybody in a room of the class: a file that they may have before their eyes is not to be had any more. */
export const fileFacts = { 'file.gone': z.strictObject({ fileId: FileId }) } as const;

/** GET /api/files: newest first. Files of the chat are not among them, but take their place. */
export const FilesReply = z.strictObject({
  files: z.array(FileView),
  usedBytes: z.number().int().nonnegative(),
  /** As much of it is in the chat. */
  chatBytes: z.number().int().nonnegative(),
  quotaBytes: z.number().int().positive(),
  mayUpload: z.boolean(),
  studentsMayUpload: z.boolean(),
});
export type FilesReply = z.infer<typeof FilesReply>;

/** 'chat': for one message, readable by those who may read it, and by whoever uploaded it before it is sent. */
export const FilePlace = z.enum(['library', 'chat']);
export type FilePlace = z.infer<typeof FilePlace>;

/** POST /api/files?name=&place= with the bytes as the body and their number in Content-Length -> 201 FileView */
export const UploadQuery = z.object({ name: z.string().min(1).max(LIMITS.fileNameChars), place: FilePlace.default('library') });

/** PATCH /api/files/:id (teacher) -> FileView; DELETE /api/files/:id (teacher; of the chat whoever uploaded it, before it is sent) -> 204 */
export const FileChange = z.strictObject({ name: FileName.optional(), hidden: z.boolean().optional() });
export type FileChange = z.infer<typeof FileChange>;

/** PATCH /api/files-settings (teacher) -> FilesReply */
export const FilesSettings = z.strictObject({ studentsMayUpload: z.boolean() });
export type FilesSettings = z.infer<typeof FilesSettings>;

/** POST /api/files/:id/link: a download link of at most `LIMITS.fileLinkMs`; each request on it re-checks the person's right. */
export const FileLinkReply = z.strictObject({ url: z.string(), expiresAt: Instant });
export type FileLinkReply = z.infer<typeof FileLinkReply>;
