import {
  type BanScope,
  type DurableEvent,
  type Lock,
  type Locks,
  type LocksView,
  NO_LOCKS,
  Refusal,
  type RoomSnapshot,
  type SeatId,
  type Source,
} from '@liveclass/contract';
import type { ToolLink } from '../links/tool-link.ts';
import { Watched } from '../watched.ts';
import type { Notices } from './notices.ts';
import type { RoomPart } from './room-part.ts';

export interface BanWish {
  readonly scope: BanScope;
  readonly reason: string;
  readonly until: number | null;
}

interface Options {
  readonly tool: Pick<ToolLink, 'ask' | 'enterAgain'>;
  readonly notices: Notices;
}

/** What a teacher closed, and what keeps order; the servers hold everybody to it. */
export class Order implements RoomPart {
  readonly state = new Watched<LocksView>({ locks: NO_LOCKS, free: [] });
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  set(locks: Partial<Locks>): Promise<boolean> {
    return this.#try(() => this.#options.tool.ask('locks.set', { locks }));
  }

  freeOf(seatId: SeatId): readonly Lock[] {
    return this.state.get().free.find((one) => one.seatId === seatId)?.locks ?? [];
  }

  /** A lock does not hold for this person from now on, or holds again. */
  setFree(seatId: SeatId, lock: Lock, isFree: boolean): Promise<boolean> {
    const others = this.freeOf(seatId).filter((one) => one !== lock);
    return this.#try(() => this.#options.tool.ask('locks.except', { seatId, locks: isFree ? [...others, lock] : others }));
  }

  muteAll(source: Source, spare: 'teachers' | 'presenters'): Promise<boolean> {
    return this.#try(() => this.#options.tool.ask('seats.mute', { source, spare }));
  }

  remove(seatId: SeatId): Promise<boolean> {
    return this.#try(() => this.#options.tool.ask('seat.remove', { seatId }));
  }

  ban(seatId: SeatId, ban: BanWish): Promise<boolean> {
    return this.#try(() => this.#options.tool.ask('seat.ban', { seatId, ...ban }));
  }

  entered({ locks }: RoomSnapshot): void {
    this.state.set(locks);
  }

  happened(event: DurableEvent): void {
    if (event.type !== 'locks.changed') return;
    const before = this.state.get().locks;
    this.state.set({ locks: event.locks, free: event.free });
    // Who is there is the server's to say, and exceptions may be about that too: the room is asked for anew.
    if (before.people || event.locks.people) this.#options.tool.enterAgain();
  }

  async #try(wish: () => Promise<unknown>): Promise<boolean> {
    try {
      await wish();
      return true;
    } catch (error) {
      this.#options.notices.say(`reasons.${error instanceof Refusal ? error.reason : 'unavailable'}`, {}, 'trouble');
      return false;
    }
  }
}
