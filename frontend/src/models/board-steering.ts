import { type BoardMode, type FileId, PageId, Refusal, type SeatId } from '@liveclass/contract';
import { sendId } from '../links/tab.ts';
import type { ToolLink } from '../links/tool-link.ts';
import type { Notices } from './notices.ts';

const UNDO_MS = 12_000;

interface Options {
  readonly tool: Pick<ToolLink, 'ask'>;
  readonly notices: Pick<Notices, 'say'>;
}

/** What a teacher does with the board. What came of it is heard from the server, as everybody hears it. */
export class BoardSteering {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  show(isShown: boolean): Promise<boolean> {
    return this.#try(() => this.#options.tool.ask('board.show', { isShown }));
  }

  /** After the page where the class is. */
  addPage(): Promise<boolean> {
    return this.#try(() => this.#options.tool.ask('board.add', { pageId: PageId.parse(sendId()) }), 'board.noPlace');
  }

  /** The slides of a file, after the page where the class is. */
  place(fileId: FileId): Promise<boolean> {
    return this.#try(() => this.#options.tool.ask('board.place', { fileId, pagesId: sendId() }), 'board.noPlace');
  }

  /** With all that is on it. */
  removePage(pageId: PageId): Promise<boolean> {
    return this.#try(() => this.#options.tool.ask('board.remove', { pageId }));
  }

  /** Takes the class along. */
  go(pageId: PageId): Promise<boolean> {
    return this.#try(() => this.#options.tool.ask('board.go', { pageId }));
  }

  async clear(pageId: PageId): Promise<void> {
    const { notices, tool } = this.#options;
    let clearedAt = 0;
    const isDone = await this.#try(async () => {
      clearedAt = (await tool.ask('board.clear', { pageId, sendId: sendId() })).seq;
    });
    const takeBack = () => void this.#try(() => tool.ask('board.restore', { pageId, clearedAt }));
    if (isDone) notices.say('board.cleared', {}, 'calm', UNDO_MS, takeBack);
  }

  allow(mode: BoardMode, drawers: readonly SeatId[] = []): Promise<boolean> {
    return this.#try(() => this.#options.tool.ask('board.allow', { mode, drawers: [...drawers] }));
  }

  async #try(wish: () => Promise<unknown>, whereTooLarge = 'reasons.too-large'): Promise<boolean> {
    try {
      await wish();
      return true;
    } catch (error) {
      const reason = error instanceof Refusal ? error.reason : 'unavailable';
      this.#options.notices.say(reason === 'too-large' ? whereTooLarge : `reasons.${reason}`, {}, 'trouble');
      return false;
    }
  }
}
