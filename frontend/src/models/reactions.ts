import type { FactOf, RoomReaction, SeatId, ToolFacts } from '@liveclass/contract';
import { Watched } from '../watched.ts';
import type { LivelyOptions } from './lively.ts';
import { tryWish } from './try-wish.ts';

export interface ReactionsState {
  /** How many sent each of late. */
  readonly counts: ReadonlyMap<RoomReaction, number>;
  /** What tiles show. */
  readonly bySeat: ReadonlyMap<SeatId, RoomReaction>;
}

const SHOWN_MS = 4_000;
/** The class counts a person once for each kind: who presses like mad is shown to themselves, and costs nobody anything. */
const SENT_EVERY_MS = 2_000;
const NONE: ReactionsState = { counts: new Map(), bySeat: new Map() };

/** What people show for a moment. However many do, there is one sign for each kind, with a number. */
export class Reactions {
  readonly state = new Watched<ReactionsState>(NONE);
  readonly #options: LivelyOptions;
  readonly #sentAt = new Map<RoomReaction, number>();
  readonly #ends = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(options: LivelyOptions) {
    this.#options = options;
  }

  /** One's own shows at once; where the server says no, it goes again. */
  async send(kind: RoomReaction): Promise<void> {
    const { room, notices } = this.#options;
    const me = room.state.get().me?.seatId;
    if (me) this.#onTile(me, kind);
    const now = this.#options.now();
    if (now - (this.#sentAt.get(kind) ?? Number.NEGATIVE_INFINITY) < SENT_EVERY_MS) return;
    this.#sentAt.set(kind, now);
    const isSent = await tryWish(notices, () => room.tool.ask('reaction.send', { kind }));
    if (me && !isSent) this.#fromTile(me);
  }

  told({ counts, from }: FactOf<ToolFacts, 'lively.reactions'>): void {
    const sums = new Map(this.state.get().counts);
    for (const [kind, count] of Object.entries(counts) as [RoomReaction, number][]) {
      sums.set(kind, (sums.get(kind) ?? 0) + count);
      this.#later(kind, () => this.state.change({ counts: without(this.state.get().counts, kind) }));
    }
    this.state.change({ counts: sums });
    for (const { seatId, kind } of from) this.#onTile(seatId, kind);
  }

  ended(): void {
    for (const timer of this.#ends.values()) clearTimeout(timer);
    this.#ends.clear();
    this.state.set(NONE);
  }

  #onTile(seatId: SeatId, kind: RoomReaction): void {
    this.state.change({ bySeat: new Map(this.state.get().bySeat).set(seatId, kind) });
    this.#later(seatId, () => this.#fromTile(seatId));
  }

  #fromTile(seatId: SeatId): void {
    this.state.change({ bySeat: without(this.state.get().bySeat, seatId) });
  }

  /** What is shown again stays as long as it would anew. */
  #later(key: string, act: () => void): void {
    clearTimeout(this.#ends.get(key));
    this.#ends.set(
      key,
      setTimeout(() => {
        this.#ends.delete(key);
        act();
      }, SHOWN_MS),
    );
  }
}

function without<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}
