import { z } from 'zod';
import { BoardElement, ElementId } from './board-elements.ts';
import { FileId, SeatId, SendId, Seq } from './ids.ts';
import { LIMITS } from './limits.ts';
import { PageBackground } from './slides.ts';
import { type FactTable, type WishTable, wish } from './wish.ts';

const everybody = ['teacher', 'student'] as const;
const teachers = ['teacher'] as const;
const nothing = z.strictObject({});

/** Chosen by who adds the page: adding it twice is once. */
export const PageId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,40}$/)
  .brand<'PageId'>();
export type PageId = z.infer<typeof PageId>;

/** The page that every board begins with. */
export const FIRST_PAGE = PageId.parse('first-page');

/** Who may draw; teachers always may. `drawers` are named by their seats: the next session begins without them. */
export const BoardMode = z.enum(['teachers', 'chosen', 'everybody']);
export type BoardMode = z.infer<typeof BoardMode>;

const BoardPage = z.strictObject({
  id: PageId,
  /** What has this number or a lower one was cleared away. */
  clearedAt: Seq,
  /** The last clearing can be taken back. */
  canRestore: z.boolean(),
  background: PageBackground.nullable(),
});
export type BoardPage = z.infer<typeof BoardPage>;

/** Chosen by who puts slides on the board, and the beginning of the ids of their pages: done twice it is once. */
const PagesId = z.string().regex(/^[A-Za-z0-9_-]{8,32}$/);

/** The board without what is drawn on it. */
export const BoardView = z.strictObject({
  /** A teacher put it on everybody's stage. */
  isShown: z.boolean(),
  mode: BoardMode,
  drawers: z.array(SeatId).max(LIMITS.boardDrawers),
  /** The page where the class is. */
  at: PageId,
  pages: z.array(BoardPage).min(1).max(LIMITS.boardPages),
});
export type BoardView = z.infer<typeof BoardView>;

/** `seq` is the board's own last number that the view includes. */
export const BoardSnapshot = z.strictObject({ seq: Seq, view: BoardView });
export type BoardSnapshot = z.infer<typeof BoardSnapshot>;

/** An element with the number of its last change, null where it is gone: of two states of one element the higher number is right, everywhere. */
const numbered = z.strictObject({ seq: Seq, id: ElementId, element: BoardElement.nullable() });
export type NumberedElement = z.infer<typeof numbered>;

const setReply = z.strictObject({ seq: Seq });
const seldom = { burst: 10, perSecond: 2 } as const;
const elements = z.array(BoardElement).max(LIMITS.boardElementsPerMessage);
const removed = z.array(ElementId).max(LIMITS.boardElementsPerMessage);

export const boardWishes = {
  /**
   * Elements as they are now, whole, and those that are gone. Each takes a number of the board, elements first, in their order; `from`
   * is the first. Not numbered by a sendId: the same state twice is the same state. Refused 'forbidden' (may not draw), 'not-found' (no
   * such page), 'too-large' (the page is full); nothing of a refused message is written.
   */
  'board.draw': wish({
    from: everybody,
    rate: { burst: 60, perSecond: 30 },
    body: z.strictObject({ pageId: PageId, elements, removed }),
    reply: z.strictObject({ from: Seq, seq: Seq }),
  }),
  /**
   * What changed on a page after that number, in the order of the numbers, and how the board stands. With `isWhole` the reader began
   * with nothing, and what was removed is left out. `isForgotten`: what was removed since that number is not known any more, so begin
   * with nothing. `more`: ask on from the last number.
   */
  'board.read': wish({
    from: everybody,
    rate: { burst: 40, perSecond: 10 },
    body: z.strictObject({ pageId: PageId, after: Seq, isWhole: z.boolean() }),
    reply: z.strictObject({ board: BoardSnapshot, elements: z.array(numbered), isForgotten: z.boolean(), more: z.boolean() }),
  }),
  /** Put it on everybody's stage, or away. */
  'board.show': wish({ from: teachers, rate: seldom, body: z.strictObject({ isShown: z.boolean() }), reply: setReply }),
  /** A page after the present one; the class goes there. */
  'board.add': wish({ from: teachers, rate: seldom, body: z.strictObject({ pageId: PageId }), reply: setReply }),
  /**
   * The slides of a file as pages after the present one; the class goes to the first. Refused 'not-found', 'wrong-phase' (not made yet),
   * 'too-large' (more pages than a board takes).
   */
  'board.place': wish({ from: teachers, rate: seldom, body: z.strictObject({ fileId: FileId, pagesId: PagesId }), reply: setReply }),
  /** Takes a page away with all that is on it. Refused 'wrong-phase' for the last one. */
  'board.remove': wish({ from: teachers, rate: seldom, body: z.strictObject({ pageId: PageId }), reply: setReply }),
  /** The class goes to that page. */
  'board.go': wish({ from: teachers, rate: { burst: 20, perSecond: 5 }, body: z.strictObject({ pageId: PageId }), reply: setReply }),
  'board.clear': wish({ from: teachers, rate: seldom, body: z.strictObject({ pageId: PageId, sendId: SendId }), reply: setReply }),
  /** Takes back the clearing that `clearedAt` tells of. Refused 'not-found' where there was another since. */
  'board.restore': wish({ from: teachers, rate: seldom, body: z.strictObject({ pageId: PageId, clearedAt: Seq }), reply: setReply }),
  'board.allow': wish({
    from: teachers,
    rate: seldom,
    body: z.strictObject({ mode: BoardMode, drawers: z.array(SeatId).max(LIMITS.boardDrawers) }),
    reply: setReply,
  }),
  /** Where one's pointer is; told to the others and forgotten. Only who may draw points. */
  'board.point': wish({
    from: everybody,
    rate: { burst: 20, perSecond: 15 },
    body: z.strictObject({
      pageId: PageId,
      x: z.number().min(-LIMITS.boardReach).max(LIMITS.boardReach),
      y: z.number().min(-LIMITS.boardReach).max(LIMITS.boardReach),
      tool: z.enum(['pointer', 'laser']),
      isDown: z.boolean(),
    }),
    reply: nothing,
  }),
} as const satisfies WishTable;

/**
 * The board has numbers of its own, 1, 2, 3, ... for a class without a hole: strokes are many, and the class's events are to stay few.
 * Who sees a jump reads the page again from the last number they had.
 */
export const boardFacts = {
  /** Elements take the numbers from `from` on in their order, then the removed ones. */
  'board.drawn': z.strictObject({ from: Seq, pageId: PageId, elements, removed }),
  'board.changed': BoardSnapshot,
  /** Every `LIMITS.seqHeartbeatMs`, because a broadcast can be lost without a word. */
  'board.now': z.strictObject({ seq: Seq }),
  /** Volatile. */
  'board.pointer': z.strictObject({
    seatId: SeatId,
    pageId: PageId,
    x: z.number(),
    y: z.number(),
    tool: z.enum(['pointer', 'laser']),
    isDown: z.boolean(),
  }),
} as const satisfies FactTable;
