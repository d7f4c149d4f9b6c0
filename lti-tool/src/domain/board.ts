import {
  type BoardElement,
  type BoardMode,
  type BoardSnapshot,
  type ElementId,
  elementSize,
  FIRST_PAGE,
  type FileId,
  type Limits,
  type NumberedElement,
  type PageBackground,
  PageId,
  Refusal,
  type Role,
  type SeatId,
  type SendId,
  type Seq,
  type SlideSize,
} from '@liveclass/contract';

export interface BoardPageRecord {
  readonly id: PageId;
  readonly clearedAt: Seq;
  /** Before this number it is not known any more what was removed. */
  readonly forgottenAt: Seq;
  /** What is on it since it was cleared, and how much was removed. */
  readonly elements: number;
  readonly chars: number;
  readonly removed: number;
  /** The last clearing, until it was taken back: what the number was before it, and who sent it. */
  readonly cleared: { readonly before: Seq; readonly sendId: SendId } | null;
  /** Absent on a page that is older than slides. */
  readonly background?: PageBackground | null;
}

/** The board of a class without what is drawn on it. */
export interface BoardRecord {
  readonly seq: Seq;
  readonly isShown: boolean;
  readonly mode: BoardMode;
  readonly drawers: readonly SeatId[];
  readonly at: PageId;
  readonly pages: readonly BoardPageRecord[];
}

const emptyPage = (id: PageId, background: PageBackground | null = null): BoardPageRecord => ({
  id,
  background,
  clearedAt: 0,
  forgottenAt: 0,
  elements: 0,
  chars: 0,
  removed: 0,
  cleared: null,
});

/** Of a class that never had one. */
export const EMPTY_BOARD: BoardRecord = {
  seq: 0,
  isShown: false,
  mode: 'teachers',
  drawers: [],
  at: FIRST_PAGE,
  pages: [emptyPage(FIRST_PAGE)],
};

export function snapshotOf({ seq, isShown, mode, drawers, at, pages }: BoardRecord): BoardSnapshot {
  const shown = pages.map(({ id, clearedAt, cleared, background = null }) => ({ id, clearedAt, canRestore: cleared !== null, background }));
  return { seq, view: { isShown, mode, drawers: [...drawers], at, pages: shown } };
}

export interface Drawer {
  readonly role: Role;
  readonly seatId: SeatId;
}

export function mayDraw({ mode, drawers }: Pick<BoardRecord, 'mode' | 'drawers'>, { role, seatId }: Drawer): boolean {
  if (role === 'teacher' || mode === 'everybody') return true;
  return mode === 'chosen' && drawers.includes(seatId);
}

export function pageOf({ pages }: BoardRecord, id: PageId): BoardPageRecord {
  const page = pages.find((one) => one.id === id);
  if (!page) throw new Refusal('not-found');
  return page;
}

const withPage = (board: BoardRecord, page: BoardPageRecord): BoardRecord => ({
  ...board,
  pages: board.pages.map((one) => (one.id === page.id ? page : one)),
});

const next = (board: BoardRecord, change: Partial<BoardRecord>): BoardRecord => ({ ...board, ...change, seq: board.seq + 1 });

export const shown = (board: BoardRecord, isShown: boolean): BoardRecord => (board.isShown === isShown ? board : next(board, { isShown }));

/** After the page where the class is, which goes to the new one. The same page again is where it was. */
export function added(board: BoardRecord, id: PageId, { boardPages }: Pick<Limits, 'boardPages'>): BoardRecord {
  if (board.pages.some((page) => page.id === id)) return board;
  if (board.pages.length >= boardPages) throw new Refusal('too-large', { boardPages });
  const place = board.pages.findIndex((page) => page.id === board.at) + 1;
  return next(board, { pages: board.pages.toSpliced(place, 0, emptyPage(id)), at: id });
}

/** A page that nobody ever did anything with. */
const isUntouched = ({ clearedAt, elements, removed, background }: BoardPageRecord): boolean =>
  clearedAt === 0 && elements + removed === 0 && !background;

interface Placing {
  /** The pages' ids begin with it: what was placed already is where it was. */
  readonly pagesId: string;
  readonly fileId: FileId;
  readonly slides: readonly SlideSize[];
}

/** Slides as pages after the one where the class is. A board on which nothing ever was begins with them. */
export function placed(board: BoardRecord, { pagesId, fileId, slides }: Placing, { boardPages }: Pick<Limits, 'boardPages'>): BoardRecord {
  const [first, ...others] = slides.map((size, index) =>
    emptyPage(PageId.parse(`${pagesId}-${index + 1}`), { fileId, page: index + 1, ...size }),
  );
  if (!first) throw new Refusal('wrong-phase');
  if (board.pages.some(({ id }) => id === first.id)) return board;
  const before = board.pages.every(isUntouched) && board.pages.length === 1 ? [] : board.pages;
  if (before.length + slides.length > boardPages) throw new Refusal('too-large', { boardPages });
  const place = before.findIndex((page) => page.id === board.at) + 1;
  return next(board, { pages: before.toSpliced(place, 0, first, ...others), at: first.id });
}

/** A board always has a page; the class goes to the one that takes the place of the one where it is. */
export function withoutPage(board: BoardRecord, id: PageId): BoardRecord {
  const index = board.pages.findIndex((page) => page.id === id);
  if (index < 0) return board;
  const pages = board.pages.toSpliced(index, 1);
  const neighbour = pages[Math.min(index, pages.length - 1)];
  if (!neighbour) throw new Refusal('wrong-phase');
  return next(board, { pages, at: board.at === id ? neighbour.id : board.at });
}

export function moved(board: BoardRecord, at: PageId): BoardRecord {
  pageOf(board, at);
  return board.at === at ? board : next(board, { at });
}

export const allowed = (board: BoardRecord, mode: BoardMode, drawers: readonly SeatId[]): BoardRecord => next(board, { mode, drawers });

/** All that has a lower number is gone at once, however much it is, and can be had back by the number alone. */
export function cleared(board: BoardRecord, id: PageId, sendId: SendId): BoardRecord {
  const page = pageOf(board, id);
  if (page.cleared?.sendId === sendId || page.elements === 0) return board;
  const clearedAt = board.seq + 1;
  const empty = { ...page, clearedAt, elements: 0, chars: 0, removed: 0, cleared: { before: page.clearedAt, sendId } };
  return next(withPage(board, empty), {});
}

/** Counts are the store's to make good: what was changed since the clearing is there once, not twice. */
export function restored(board: BoardRecord, id: PageId, clearedAt: Seq): BoardRecord {
  const page = pageOf(board, id);
  if (!page.cleared || page.clearedAt !== clearedAt) throw new Refusal('not-found');
  return next(withPage(board, { ...page, clearedAt: page.cleared.before, cleared: null }), {});
}

/** What is on a page, as it was counted anew. */
export type PageCounts = Pick<BoardPageRecord, 'elements' | 'chars' | 'removed'>;
export const counted = (board: BoardRecord, id: PageId, counts: PageCounts): BoardRecord =>
  withPage(board, { ...pageOf(board, id), ...counts });

/** The removed ones of a page are not kept any longer; who was away longer reads it from the beginning. */
export const forgotten = (board: BoardRecord, id: PageId): BoardRecord =>
  withPage(board, { ...pageOf(board, id), removed: 0, forgottenAt: board.seq });

/** What is stored of an element; without characters it was removed. */
export interface StoredElement {
  readonly seq: Seq;
  readonly chars: number;
}

export interface Drawing {
  readonly pageId: PageId;
  readonly drawer: Drawer;
  readonly elements: readonly BoardElement[];
  readonly removed: readonly ElementId[];
}

export interface Drawn {
  readonly board: BoardRecord;
  readonly from: Seq;
  readonly written: readonly NumberedElement[];
  readonly known: ReadonlyMap<ElementId, StoredElement>;
}

/** Gives each change of a message its number, or refuses the whole message: 'forbidden', 'not-found', 'too-large'. */
export function drawn(
  board: BoardRecord,
  before: ReadonlyMap<ElementId, StoredElement>,
  { pageId, drawer, elements, removed }: Drawing,
  limits: Pick<Limits, 'boardElementsPerPage' | 'boardPageChars'>,
): Drawn {
  const page = pageOf(board, pageId);
  if (!mayDraw(board, drawer)) throw new Refusal('forbidden');
  if (elements.length + removed.length === 0) throw new Refusal('bad-request');
  const tally = new Tally(page, before);
  const written: NumberedElement[] = [];
  let { seq } = board;
  for (const element of elements) {
    tally.put(element.id, { seq: ++seq, chars: elementSize(element) });
    written.push({ seq, id: element.id, element });
  }
  for (const id of removed) {
    seq += 1;
    if (tally.remove(id, seq)) written.push({ seq, id, element: null });
  }
  const isFuller = tally.page.elements > page.elements || tally.page.chars > page.chars;
  const isFull = tally.page.elements > limits.boardElementsPerPage || tally.page.chars > limits.boardPageChars;
  if (isFuller && isFull) throw new Refusal('too-large');
  return { board: { ...withPage(board, tally.page), seq }, from: board.seq + 1, written, known: tally.known };
}

/** Keeps count of a page while its elements change one after the other. */
class Tally {
  page: BoardPageRecord;
  readonly known: Map<ElementId, StoredElement>;

  constructor(page: BoardPageRecord, known: ReadonlyMap<ElementId, StoredElement>) {
    this.page = page;
    this.known = new Map(known);
  }

  /** What was cleared away counts as never there. */
  #there(id: ElementId): StoredElement | undefined {
    const stored = this.known.get(id);
    return stored && stored.seq > this.page.clearedAt ? stored : undefined;
  }

  put(id: ElementId, now: StoredElement): void {
    const was = this.#there(id);
    const isNew = !was || was.chars === 0;
    const { elements, chars, removed } = this.page;
    this.page = {
      ...this.page,
      elements: elements + (isNew ? 1 : 0),
      chars: chars + now.chars - (was?.chars ?? 0),
      removed: removed - (was?.chars === 0 ? 1 : 0),
    };
    this.known.set(id, now);
  }

  /** False where there is nothing to remove. */
  remove(id: ElementId, seq: Seq): boolean {
    const was = this.#there(id);
    if (!was || was.chars === 0) return false;
    const { elements, chars, removed } = this.page;
    this.page = { ...this.page, elements: elements - 1, chars: chars - was.chars, removed: removed + 1 };
    this.known.set(id, { seq, chars: 0 });
    return true;
  }
}
