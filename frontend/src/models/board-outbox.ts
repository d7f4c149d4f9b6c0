import {
  type BoardElement,
  type BodyOf,
  type ElementId,
  elementSize,
  LIMITS,
  type PageId,
  type Reason,
  Refusal,
  type ReplyOf,
  type ToolWishes,
} from '@liveclass/contract';

type Body = BodyOf<ToolWishes, 'board.draw'>;
type Reply = ReplyOf<ToolWishes, 'board.draw'>;

export interface BoardOutboxOptions {
  send(body: Body): Promise<Reply>;
  /** The server has it; `from` is the first of the numbers, elements first. */
  confirmed(body: Body, from: number): void;
  /** It was refused: what was drawn is not there. */
  refused(pageId: PageId, ids: readonly ElementId[], reason: Reason): void;
}

/** Hands are followed closely, and the server is not flooded. */
const EVERY_MS = 50;
const AGAIN_MS = 500;
/** The link's return ends this wait; an answer that never came on a link that stands does not. */
const LOST_MS = 3_000;
/** Well below the largest frame, in any script. */
const MESSAGE_CHARS = 60 * 1024;
const PASSING: readonly Reason[] = ['too-fast', 'busy', 'unavailable'];

/** What this tab drew and the server has not confirmed. One message is under way at a time, and of an element only its newest state is sent. */
export class BoardOutbox {
  readonly #options: BoardOutboxOptions;
  readonly #mine = new Map<PageId, Map<ElementId, BoardElement | null>>();
  #isSending = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: BoardOutboxOptions) {
    this.#options = options;
  }

  /** Undefined where nothing of it is on its way. */
  mine(pageId: PageId, id: ElementId): BoardElement | null | undefined {
    return this.#mine.get(pageId)?.get(id);
  }

  ids(pageId: PageId): Iterable<ElementId> {
    return this.#mine.get(pageId)?.keys() ?? [];
  }

  get waiting(): number {
    return [...this.#mine.values()].reduce((sum, page) => sum + page.size, 0);
  }

  put(pageId: PageId, id: ElementId, element: BoardElement | null): void {
    const page = this.#mine.get(pageId) ?? new Map<ElementId, BoardElement | null>();
    this.#mine.set(pageId, page.set(id, element));
    this.#soon(EVERY_MS);
  }

  /** The link is back, or a wait is over. */
  hurry(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    void this.#send();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#mine.clear();
  }

  #soon(ms: number): void {
    if (this.#isSending) return;
    this.#timer ??= setTimeout(() => this.hurry(), ms);
  }

  async #send(): Promise<void> {
    const body = this.#isSending ? undefined : this.#next();
    if (!body) return;
    this.#isSending = true;
    const wait = await this.#try(body);
    this.#isSending = false;
    if (this.waiting > 0) this.#soon(wait);
  }

  /** How long until the next message. */
  async #try(body: Body): Promise<number> {
    try {
      const { from } = await this.#options.send(body);
      this.#done(body);
      this.#options.confirmed(body, from);
      return EVERY_MS;
    } catch (error) {
      // What came of it is unknown; the same state is sent again, which changes nothing where it had come through.
      if (!(error instanceof Refusal)) return LOST_MS;
      if (PASSING.includes(error.reason)) return AGAIN_MS;
      this.#done(body);
      this.#options.refused(body.pageId, [...body.elements.map(({ id }) => id), ...body.removed], error.reason);
      return EVERY_MS;
    }
  }

  /** What was drawn on since stays for the next message. */
  #done({ pageId, elements, removed }: Body): void {
    const page = this.#mine.get(pageId);
    if (!page) return;
    for (const element of elements) if (page.get(element.id) === element) page.delete(element.id);
    for (const id of removed) if (page.get(id) === null) page.delete(id);
    if (page.size === 0) this.#mine.delete(pageId);
  }

  #next(): Body | undefined {
    const [first] = this.#mine;
    if (!first) return undefined;
    const [pageId, page] = first;
    const elements: BoardElement[] = [];
    const removed: ElementId[] = [];
    let chars = 0;
    for (const [id, element] of page) {
      const size = element ? elementSize(element) : id.length;
      const isFull = elements.length + removed.length > 0 && chars + size > MESSAGE_CHARS;
      if (isFull || elements.length === LIMITS.boardElementsPerMessage || removed.length === LIMITS.boardElementsPerMessage) break;
      chars += size;
      if (element) elements.push(element);
      else removed.push(id);
    }
    return { pageId, elements, removed };
  }
}
