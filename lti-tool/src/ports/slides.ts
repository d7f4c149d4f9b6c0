import type { ClassId, FileId, FileView, Instant, SlideSize, SlidesFault } from '@liveclass/contract';
import type { Slides as Made } from '../domain/slides.ts';
import type { ByteStream } from './files.ts';

/** One attempt at making the slides of a file; a later one takes its place. */
export interface SlidesAttempt {
  readonly fileId: FileId;
  readonly attempt: string;
}

/** How far the slides of each file are. */
export interface Slides {
  find(classId: ClassId, fileId: FileId): Promise<Made | null>;
  /** Begins where there are none, where they failed, or where an attempt was not heard of until now; null where somebody else is at it or they are made. */
  begin(
    file: { readonly id: FileId; readonly classId: ClassId },
    attempt: string,
    now: Instant,
    until: Instant,
  ): Promise<SlidesAttempt | null>;
  /** False where another attempt took its place, or the file is gone. */
  made(attempt: SlidesAttempt, size: SlideSize, total: number, until: Instant): Promise<boolean>;
  settle(attempt: SlidesAttempt, fault: SlidesFault | null): Promise<void>;
  remove(fileId: FileId): Promise<void>;
}

export interface PictureOrder {
  readonly id: FileId;
  readonly kind: FileView['kind'];
  /** Of each page in turn, as soon as its picture is there. */
  made(size: SlideSize, total: number): void;
}

/** Makes pictures of the pages of files, in a process of its own that is bounded in time and memory, and keeps them beside the file. */
export interface SlidePictures {
  /** One file after the other. What kept them from being made; null: all are there. Refused: 'busy' (too many wait). */
  make(order: PictureOrder): Promise<SlidesFault | null>;
  /** Rejects where there is none. */
  read(id: FileId, page: number): Promise<ByteStream>;
  /** What is being made is given up. */
  end(): Promise<void>;
}
