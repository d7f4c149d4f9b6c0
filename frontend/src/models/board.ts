import {
  BoardElement,
  type BoardSnapshot,
  type BoardView,
  type BodyOf,
  type ElementId,
  type FactOf,
  FIRST_PAGE,
  type PageBackground,
  type PageId,
  type Reason,
  type RoomSnapshot,
  type Seq,
  type ToolFacts,
  type ToolWishes,
} from '@liveclass/contract';
import type { SlidesApi } from '../links/slides-api.ts';
import type { PartFact, ToolLink } from '../links/tool-link.ts';
import { Watched } from '../watched.ts';
import { BoardOutbox } from './board-outbox.ts';
import { BoardNumbers, BoardPageContent } from './board-page.ts';
import { readInto } from './board-reading.ts';
import { BoardSteering } from './board-steering.ts';
import type { Notices } from './notices.ts';
import type { RoomPart } from './room-part.ts';
import { SlideMaking } from './slide-making.ts';
import { SlidePictures } from './slide-pictures.ts';

export interface BoardState {
  readonly view: BoardView;
  /** The page that this person looks at. */
  readonly pageId: PageId;
  /** They go where the class goes. */
  readonly isFollowing: boolean;
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly canDraw: boolean;
}

export interface BoardOptions {
  readonly tool: Pick<ToolLink, 'ask'>;
  readonly notices: Pick<Notices, 'say'>;
  readonly slides: SlidesApi;
  /** It came onto everybody's stage, or went; no news to who just came in. */
  shown(isShown: boolean, isNews: boolean): void;
}

/** The elements that changed, or all of the page. */
export type SceneChange = ReadonlySet<ElementId> | 'all';
export type BoardPointer = FactOf<ToolFacts, 'board.pointer'>;

const EMPTY: BoardView = {
  isShown: false,
  mode: 'teachers',
  drawers: [],
  at: FIRST_PAGE,
  pages: [{ id: FIRST_PAGE, clearedAt: 0, canRestore: false, background: null }],
};
/** Two tools, or two hands, may tell their numbers the other way round; only then a hole is asked for. */
const HOLE_MS = 300;

/** The class's board as this tab knows it. The server's numbers decide; what this tab draws shows at once and is taken back where it is refused. */
export class Board implements RoomPart {
  readonly state = new Watched<BoardState>({ view: EMPTY, pageId: FIRST_PAGE, isFollowing: true, phase: 'loading', canDraw: false });
  readonly steering: BoardSteering;
  readonly pictures: SlidePictures;
  /** For teachers. */
  readonly slides: SlideMaking;
  readonly #options: BoardOptions;
  readonly #outbox: BoardOutbox;
  readonly #scene = new Set<(change: SceneChange) => void>();
  readonly #pointers = new Set<(pointer: BoardPointer) => void>();
  #me: RoomSnapshot['me'] | undefined;
  #page = new BoardPageContent(FIRST_PAGE);
  #numbers = new BoardNumbers(0);
  #viewSeq = -1;
  #isOpen = false;
  #hole: ReturnType<typeof setTimeout> | undefined;

  constructor(options: BoardOptions) {
    this.#options = options;
    this.steering = new BoardSteering(options);
    this.pictures = new SlidePictures(options.slides);
    this.slides = new SlideMaking(options.slides, this.steering);
    this.#outbox = new BoardOutbox({
      send: (body) => options.tool.ask('board.draw', body),
      confirmed: (body, from) => this.#drawn({ from, ...body }),
      refused: (pageId, ids, reason) => this.#takenBack(pageId, ids, reason),
    });
  }

  entered({ me, board }: RoomSnapshot): void {
    this.#me = me;
    this.#look(board);
    // Numbers that were told while nobody listened are read again, also where the snapshot is older than this tab's own strokes.
    if (this.#isOpen) void this.#catchUp();
    this.#outbox.hurry();
  }

  happened(): void {}

  told(heard: PartFact): void {
    if (heard.name === 'board.changed') this.#look(heard.fact);
    // Where nobody looks, nothing is kept: who opens it reads it whole.
    if (this.#isOpen) this.#follow(heard);
  }

  #follow(heard: PartFact): void {
    switch (heard.name) {
      case 'board.drawn':
        this.#drawn(heard.fact);
        return;
      case 'board.changed':
        this.#numbers.heard(heard.fact.seq, heard.fact.seq);
        this.#mindHole();
        return;
      case 'board.now':
        // Nothing of its own, but all before it is there: a hole where it was not heard.
        this.#numbers.heard(heard.fact.seq + 1, heard.fact.seq);
        this.#mindHole();
        return;
      case 'board.pointer':
        if (heard.fact.pageId === this.#page.id) for (const listener of this.#pointers) listener(heard.fact);
        return;
    }
  }

  ended(): void {
    clearTimeout(this.#hole);
    this.#outbox.end();
    this.#page.forget();
    this.#viewSeq = -1;
  }

  /** Somebody looks at it from now on. */
  open(): () => void {
    this.#isOpen = true;
    this.#numbers = new BoardNumbers(0);
    void this.#load();
    return () => {
      this.#isOpen = false;
      clearTimeout(this.#hole);
      this.#page.forget();
    };
  }

  onScene(listener: (change: SceneChange) => void): () => void {
    this.#scene.add(listener);
    return () => this.#scene.delete(listener);
  }

  onPointer(listener: (pointer: BoardPointer) => void): () => void {
    this.#pointers.add(listener);
    return () => this.#pointers.delete(listener);
  }

  /** As it is to be shown: null where it is not there. */
  element(id: ElementId): BoardElement | null {
    const mine = this.#outbox.mine(this.#page.id, id);
    return mine === undefined ? this.#page.element(id) : mine;
  }

  elements(): readonly BoardElement[] {
    const ids = new Set([...this.#page.ids(), ...this.#outbox.ids(this.#page.id)]);
    return [...ids].flatMap((id) => this.element(id) ?? []);
  }

  /** What lies under the marks of the page that is looked at, or of another. */
  background(pageId: PageId = this.#page.id): PageBackground | null {
    return this.state.get().view.pages.find(({ id }) => id === pageId)?.background ?? null;
  }

  /** `element` is null where it was removed. What no board takes is told, and shown to nobody. */
  draw(id: ElementId, element: object | null): void {
    // Who lost the right in the middle of a stroke is shown the page as it is, by the change of the right itself.
    if (!this.state.get().canDraw) return;
    const read = element === null ? null : BoardElement.safeParse(element);
    if (read && !read.success) {
      this.#takenBack(this.#page.id, [id], 'bad-request');
      return;
    }
    const next = read?.data ?? null;
    if (JSON.stringify(next) !== JSON.stringify(this.element(id))) this.#outbox.put(this.#page.id, id, next);
  }

  /** Lost ones are not missed. */
  point(pointer: Omit<BodyOf<ToolWishes, 'board.point'>, 'pageId'>): void {
    if (this.state.get().canDraw) void this.#options.tool.ask('board.point', { pageId: this.#page.id, ...pointer }).catch(() => undefined);
  }

  /** A teacher takes the class along; a student looks somewhere else. */
  go(pageId: PageId): void {
    const isTeacher = this.#me?.role === 'teacher';
    if (isTeacher) void this.steering.go(pageId);
    this.state.change({ isFollowing: isTeacher || pageId === this.state.get().view.at });
    this.#turnTo(pageId);
  }

  /** Back to where the class is. */
  follow(): void {
    this.state.change({ isFollowing: true });
    this.#turnTo(this.state.get().view.at);
  }

  /** After a failure. */
  readAgain(): void {
    void this.#load();
  }

  /** All of a page, for a file of it; throws where not all of it could be had. */
  async readPage(pageId: PageId): Promise<readonly BoardElement[]> {
    const content = new BoardPageContent(pageId);
    await readInto(content, this.#options.tool, 0, () => true);
    return [...content.ids()].flatMap((id) => content.element(id) ?? []);
  }

  dump(): object {
    const elements = this.elements().map(({ id, type, x, y }) => ({ id, type, x, y }));
    const [background, last, waiting] = [this.background(), this.#numbers.last, this.#outbox.waiting];
    return { board: { ...this.state.get(), last, waiting, background, elements } };
  }

  #drawn({ from, pageId, elements, removed }: FactOf<ToolFacts, 'board.drawn'>): void {
    const all = [...elements.map((element) => ({ id: element.id, element })), ...removed.map((id) => ({ id, element: null }))];
    this.#numbers.heard(from, from + all.length - 1);
    if (pageId === this.#page.id && this.#isOpen) {
      const changed = all.filter((one, index) => this.#page.take({ ...one, seq: from + index })).map(({ id }) => id);
      // What this tab has on its way comes later, and stands.
      this.#tellScene(new Set(changed.filter((id) => this.#outbox.mine(pageId, id) === undefined)));
    }
    this.#mindHole();
  }

  #look({ seq, view }: BoardSnapshot): void {
    const before = this.state.get();
    if (seq < this.#viewSeq) return;
    const isFirst = this.#viewSeq < 0;
    this.#viewSeq = seq;
    this.state.change({ view, canDraw: this.#canDraw(view) });
    if (before.canDraw && !this.state.get().canDraw) this.#tellScene('all');
    if (view.isShown !== before.view.isShown || isFirst) this.#options.shown(view.isShown, !isFirst);
    if (before.isFollowing || !view.pages.some(({ id }) => id === before.pageId)) this.#turnTo(view.at);
    this.#mindClearing(view);
  }

  #canDraw({ mode, drawers }: BoardView): boolean {
    if (!this.#me) return false;
    return this.#me.role === 'teacher' || mode === 'everybody' || (mode === 'chosen' && drawers.includes(this.#me.seatId));
  }

  #mindClearing(view: BoardView): void {
    const clearedAt = view.pages.find(({ id }) => id === this.#page.id)?.clearedAt ?? 0;
    const before = this.#page.clearedAt;
    this.#page.clearedAt = clearedAt;
    // What a clearing took is not kept here; what came back is read.
    if (clearedAt < before && this.#isOpen) void this.#load();
    else if (clearedAt > before) this.#tellScene('all');
  }

  #turnTo(pageId: PageId): void {
    if (pageId === this.#page.id) return;
    this.#page = new BoardPageContent(pageId);
    this.#page.clearedAt = this.state.get().view.pages.find(({ id }) => id === pageId)?.clearedAt ?? 0;
    this.state.change({ pageId, phase: 'loading' });
    this.#tellScene('all');
    if (this.#isOpen) void this.#load();
  }

  async #load(): Promise<void> {
    const page = this.#page;
    this.state.change({ phase: 'loading' });
    const isRead = await this.#read(page, 0);
    if (page !== this.#page) return;
    this.state.change({ phase: isRead ? 'ready' : 'failed' });
    this.#tellScene('all');
  }

  async #catchUp(): Promise<void> {
    const page = this.#page;
    if (this.state.get().phase !== 'ready') return this.#load();
    await this.#read(page, this.#numbers.last);
    if (page === this.#page) this.#tellScene('all');
  }

  /** False where not all could be had: the link's return asks again. */
  async #read(page: BoardPageContent, since: Seq): Promise<boolean> {
    try {
      const isWanted = () => page === this.#page;
      const first = await readInto(page, this.#options.tool, since, isWanted);
      if (!first || !isWanted()) return false;
      this.#numbers.readUpTo(first.seq);
      this.#look(first);
      return true;
    } catch {
      return false;
    }
  }

  #mindHole(): void {
    clearTimeout(this.#hole);
    if (!this.#isOpen || !this.#numbers.hasHole) return;
    this.#hole = setTimeout(() => {
      if (this.#numbers.hasHole) void this.#catchUp();
    }, HOLE_MS);
  }

  #takenBack(pageId: PageId, ids: readonly ElementId[], reason: Reason): void {
    this.#options.notices.say(
      reason === 'bad-request' ? 'board.notTaken' : reason === 'too-large' ? 'board.full' : `reasons.${reason}`,
      {},
      'trouble',
    );
    if (pageId === this.#page.id) this.#tellScene(new Set(ids));
  }

  #tellScene(change: SceneChange): void {
    if (change === 'all' || change.size > 0) for (const listener of this.#scene) listener(change);
  }
}
