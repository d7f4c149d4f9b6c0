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

/** GET /api/files: newest first. */
export const FilesReply = z.strictObject({
  files: z.array(FileView),
  usedBytes: z.number().int().nonnegative(),
  quotaBytes: z.number().int().positive(),
  mayUpload: z.boolean(),
  studentsMayUpload: z.boolean(),
});
export type FilesReply = z.infer<typeof FilesReply>;

/** POST /api/files?name= with the bytes as the body and their number in Content-Length -> 201 FileView */
export const UploadQuery = z.object({ name: z.string().min(1).max(LIMITS.fileNameChars) });

/** PATCH /api/files/:id (teacher) -> FileView; DELETE /api/files/:id (teacher) -> 204 */
export const FileChange = z.strictObject({ name: FileName.optional(), hidden: z.boolean().optional() });
export type FileChange = z.infer<typeof FileChange>;

/** PATCH /api/files-settings (teacher) -> FilesReply */
export const FilesSettings = z.strictObject({ studentsMayUpload: z.boolean() });
export type FilesSettings = z.infer<typeof FilesSettings>;

/** POST /api/files/:id/link: a download link of at most `LIMITS.fileLinkMs`; each request on it re-checks the person's right. */
export const FileLinkReply = z.strictObject({ url: z.string(), expiresAt: Instant });
export type FileLinkReply = z.infer<typeof FileLinkReply>;
