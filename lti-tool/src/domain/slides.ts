import type { FileId, Instant, SlideSize, SlidesFault, SlidesView } from '@liveclass/contract';

/** The pages of a file as pictures. */
export interface Slides {
  readonly fileId: FileId;
  readonly state: SlidesView['state'];
  /** Of those that are made. */
  readonly sizes: readonly SlideSize[];
  readonly total: number | null;
  readonly fault: SlidesFault | null;
  /** Whoever makes them has given up, or died, where nothing was heard until then. */
  readonly until: Instant;
}

export function slidesView({ fileId, state, sizes, total, fault, until }: Slides, now: Instant): SlidesView {
  const isDead = state === 'preparing' && until <= now;
  return { fileId, state: isDead ? 'failed' : state, made: sizes.length, pages: total, fault: isDead ? 'interrupted' : fault };
}
