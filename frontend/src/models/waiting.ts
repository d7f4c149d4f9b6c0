import {
  type Door,
  type Reason,
  Refusal,
  type RoomId,
  type RoomSnapshot,
  type WaiterId,
  type WaitingSnapshot,
  type WaitingView,
} from '@liveclass/contract';
import type { PartFact, ToolLink } from '../links/tool-link.ts';
import { Watched } from '../watched.ts';
import type { Notices } from './notices.ts';
import type { RoomPart } from './room-part.ts';

/** How I stand in front of the room; undefined while I do not, or while nothing was answered yet. */
export interface Mine {
  readonly standing: 'waiting' | 'turned-away' | 'over';
  readonly view: WaitingView;
}

export interface WaitingState {
  /** For teachers. */
  readonly door: WaitingSnapshot;
  readonly mine: Mine | undefined;
}

export interface WaitingOptions {
  readonly room: { readonly tool: Pick<ToolLink, 'ask'>; enter(): void; refuse(reason: Reason): void };
  readonly roomId: string | undefined;
  readonly notices: Notices;
  chime(): void;
}

/** What was decided is told; this is for the word that was lost on its way. */
const ASK_EVERY_MS = 20_000;
/** Asked again in a while instead of being told. */
const PASSING: readonly Reason[] = ['unavailable', 'busy', 'too-fast'];
const NOBODY: WaitingState = { door: { isOn: false, message: '', waiters: [] }, mine: undefined };

/** The door of the room: for a teacher who stands in front of it, for everybody else how they stand there themselves. */
export class Waiting implements RoomPart {
  readonly state = new Watched<WaitingState>(NOBODY);
  readonly #options: WaitingOptions;
  #asking: ReturnType<typeof setInterval> | undefined;

  constructor(options: WaitingOptions) {
    this.#options = options;
  }

  letIn(waiterId: WaiterId): Promise<boolean> {
    return this.#try(() => this.#options.room.tool.ask('waiting.let-in', { waiterId }));
  }

  letAllIn(): Promise<boolean> {
    return this.#try(() => this.#options.room.tool.ask('waiting.let-in-all', {}));
  }

  turnAway(waiterId: WaiterId, forSession: boolean): Promise<boolean> {
    return this.#try(() => this.#options.room.tool.ask('waiting.turn-away', { waiterId, forSession }));
  }

  set(change: Partial<Door>): Promise<boolean> {
    return this.#try(() => this.#options.room.tool.ask('waiting.set', change));
  }

  /** After having been turned away, or after the class. */
  askAgain(): void {
    this.state.change({ mine: undefined });
    this.#stand(true);
  }

  atDoor(): void {
    // Whoever is told that the class is over waits for the next one only when they say so.
    if (this.state.get().mine?.standing !== 'over') this.#stand(false);
  }

  entered({ waiting }: RoomSnapshot): void {
    this.#leaveDoor();
    this.#take(waiting);
  }

  happened(): void {
    // The door has no numbered events: each word about it is the whole truth.
  }

  told(news: PartFact): void {
    if (news.name === 'waiting.list') this.#take(news.fact);
    else if (this.#asking === undefined) return;
    else if (news.name === 'waiting.settled') this.#settled(news.fact.standing);
    else if (news.name === 'waiting.changed') this.#see(news.fact);
  }

  ended(): void {
    if (this.#asking !== undefined) void this.#options.room.tool.ask('waiting.stop', this.#place()).catch(() => undefined);
    this.#leaveDoor();
    this.state.set(NOBODY);
  }

  #place(): { roomId?: RoomId } {
    const { roomId } = this.#options;
    return roomId ? { roomId: roomId as RoomId } : {};
  }

  #stand(again: boolean): void {
    this.#asking ??= setInterval(() => void this.#ask(false), ASK_EVERY_MS);
    void this.#ask(again);
  }

  #leaveDoor(): void {
    clearInterval(this.#asking);
    this.#asking = undefined;
  }

  async #ask(again: boolean): Promise<void> {
    try {
      const { standing, view } = await this.#options.room.tool.ask('waiting.wait', { ...this.#place(), ...(again ? { again } : {}) });
      if (this.#asking === undefined) return;
      if (standing === 'open') this.#settled('open');
      else this.state.change({ mine: { standing, view } });
      if (standing === 'turned-away') this.#leaveDoor();
    } catch (error) {
      // A lost link comes back by itself, and asks then.
      if (error instanceof Refusal && !PASSING.includes(error.reason) && this.#asking !== undefined)
        this.#options.room.refuse(error.reason);
    }
  }

  #see(view: WaitingView): void {
    this.state.change({ mine: { standing: 'waiting', view } });
  }

  #settled(standing: Extract<PartFact, { name: 'waiting.settled' }>['fact']['standing']): void {
    const { room, chime } = this.#options;
    const { mine } = this.state.get();
    this.#leaveDoor();
    if (standing === 'sent-out') room.refuse('sent-out');
    else if (standing === 'open') {
      // Whoever waits often looks at something else meanwhile.
      chime();
      room.enter();
    } else this.state.change({ mine: { standing, view: mine?.view ?? { stage: 'not-begun', message: '' } } });
  }

  /** A class that comes at once is one word, and nobody is called for who goes. */
  #take(door: WaitingSnapshot): void {
    const { notices, chime } = this.#options;
    const known = new Set(this.state.get().door.waiters.map(({ id }) => id));
    const [first, ...more] = door.waiters.filter(({ id }) => !known.has(id));
    this.state.change({ door });
    if (!first) return;
    chime();
    if (more.length === 0 && first.name) notices.say('waiting.came', { name: first.name });
    else notices.say('waiting.cameMany', { count: String(door.waiters.length) });
  }

  async #try(wish: () => Promise<unknown>): Promise<boolean> {
    try {
      await wish();
      return true;
    } catch (error) {
      const reason = error instanceof Refusal ? error.reason : 'unavailable';
      // Another teacher was faster, or the person went: the list says so by itself.
      if (reason !== 'not-found') this.#options.notices.say(`reasons.${reason}`, {}, 'trouble');
      return false;
    }
  }
}
