import type { ClassId, NumberedElement, PageId, PersonId, Seq } from '@liveclass/contract';
import type { BoardRecord, Drawing } from '../domain/board.ts';

export interface DrawOrder extends Drawing {
  readonly classId: ClassId;
  readonly by: PersonId;
}

export interface PageReading {
  /** Of the same moment as the elements or earlier: it never promises more than they bring. */
  readonly board: BoardRecord;
  readonly elements: readonly NumberedElement[];
  readonly isForgotten: boolean;
  readonly more: boolean;
}

/** Boards of classes. One number counts all changes of a class's board; element and board are written together, all or nothing. */
export interface Boards {
  /** An empty one where there is none yet. */
  find(classId: ClassId): Promise<BoardRecord>;
  /** Of several classes at once; a class without a board is left out. */
  lastSeqs(classIds: readonly ClassId[]): Promise<ReadonlyMap<ClassId, Seq>>;
  /** The right to draw is that of the moment of writing. Refused: 'forbidden', 'not-found', 'too-large', 'bad-request'. */
  draw(order: DrawOrder): Promise<{ from: Seq; seq: Seq }>;
  /** `step` may be taken more than once; null where it changed nothing. */
  change(classId: ClassId, step: (board: BoardRecord) => BoardRecord): Promise<BoardRecord | null>;
  /** See 'board.read' of the contract. Refused: 'not-found'. */
  read(classId: ClassId, order: { pageId: PageId; after: Seq; isWhole: boolean }): Promise<PageReading>;
}
