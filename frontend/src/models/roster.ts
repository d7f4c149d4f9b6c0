import { type Reason, Refusal, type RosterReply, type RosterState } from '@liveclass/contract';
import type { ToolApi } from '../links/tool-api.ts';
import { Watched } from '../watched.ts';

export interface RosterView {
  readonly reply: RosterReply | undefined;
  readonly search: string;
  readonly page: number;
  /** The page shown is not yet the one that was asked for. */
  readonly isLoading: boolean;
  readonly refusedBy: Reason | undefined;
  /** This person asked for a new look at the course's list, and how that went is still to be told or was just told. */
  readonly asked: 'no' | 'reading' | 'done';
}

const TYPING_MS = 250;
const SETTLE_MS = 1_000;
const READING_MS = 1_000;
const LOOK_AGAIN_MS = 60_000;

const isReading = (state: RosterState | undefined): boolean => state?.reading !== null && state !== undefined;

/** The people of the class, page by page from the server; teachers only. */
export class Roster {
  readonly state = new Watched<RosterView>({ reply: undefined, search: '', page: 0, isLoading: true, refusedBy: undefined, asked: 'no' });
  readonly #api: ToolApi;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOpen = false;
  /** Answers that were overtaken by a later question are dropped. */
  #question = 0;

  constructor(api: ToolApi) {
    this.#api = api;
  }

  now = (): number => this.#api.now();

  open(): void {
    this.#isOpen = true;
    void this.#load();
  }

  close(): void {
    this.#isOpen = false;
    this.#question += 1;
    clearTimeout(this.#timer);
  }

  search(search: string): void {
    this.state.change({ search, page: 0, isLoading: true });
    this.#later(TYPING_MS);
  }

  turnPage(page: number): void {
    this.state.change({ page, isLoading: true });
    void this.#load();
  }

  /** Somebody came into the room or left it. */
  classChanged(): void {
    if (this.#isOpen) this.#later(SETTLE_MS);
  }

  /** Reads the course's list anew, and follows until it is done. */
  async sync(): Promise<void> {
    this.state.change({ asked: 'reading', refusedBy: undefined });
    try {
      this.#take(await this.#api.syncRoster());
    } catch (error) {
      this.state.change({ asked: 'no', refusedBy: reasonOf(error) });
    }
    this.#later(READING_MS);
  }

  #take(state: RosterState): void {
    const { reply } = this.state.get();
    if (reply) this.state.change({ reply: { ...reply, state } });
  }

  #later(ms: number): void {
    if (!this.#isOpen) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#load(), ms);
  }

  async #load(): Promise<void> {
    clearTimeout(this.#timer);
    this.#question += 1;
    const question = this.#question;
    const { search, page } = this.state.get();
    try {
      const reply = await this.#api.roster(search, page);
      if (question !== this.#question) return;
      const { asked } = this.state.get();
      const isOver = asked === 'reading' && !isReading(reply.state);
      this.state.change({ reply, isLoading: false, refusedBy: undefined, asked: isOver ? 'done' : asked });
    } catch (error) {
      if (question !== this.#question) return;
      this.state.change({ isLoading: false, refusedBy: reasonOf(error) });
    }
    this.#later(isReading(this.state.get().reply?.state) ? READING_MS : LOOK_AGAIN_MS);
  }
}

const reasonOf = (error: unknown): Reason => (error instanceof Refusal ? error.reason : 'unavailable');
