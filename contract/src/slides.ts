import { z } from 'zod';
import { FileId } from './ids.ts';
import { LIMITS } from './limits.ts';

/*
 * Files of the media library as pages of the board, in the HTTP API. The pictures of a file are made once, by a process of its own, and live
 * as long as the file.
 */

const side = z.number().int().min(1).max(LIMITS.slideUnits);
/** In the board's units. */
export const SlideSize = z.strictObject({ width: side, height: side });
export type SlideSize = z.infer<typeof SlideSize>;

/** Why there are none: a password, no such file after all, more pages than a board takes, more time or memory than there is, or an end in the middle. */
export const SlidesFault = z.enum(['locked', 'broken', 'too-many', 'too-heavy', 'interrupted']);
export type SlidesFault = z.infer<typeof SlidesFault>;

/** POST /api/slides/:fileId (teacher): makes them where there are none -> 202; GET the same: how far that is. */
export const SlidesView = z.strictObject({
  fileId: FileId,
  state: z.enum(['preparing', 'ready', 'failed']),
  /** Made by now, of so many; null before that is known. */
  made: z.number().int().nonnegative(),
  pages: z.number().int().positive().nullable(),
  fault: SlidesFault.nullable(),
});
export type SlidesView = z.infer<typeof SlidesView>;

/** GET /api/slides/:fileId/:page, the first is 1 -> image/webp, for people of the class. */
export const SLIDE_TYPE = 'image/webp';

/** What lies under the marks of a page. */
export const PageBackground = z.strictObject({
  fileId: FileId,
  page: z.number().int().min(1).max(LIMITS.slidePages),
  ...SlideSize.shape,
});
export type PageBackground = z.infer<typeof PageBackground>;
