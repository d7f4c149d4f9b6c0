import {
  type Answer,
  type FactOf,
  type Limits,
  type MediaFacts,
  type MediaTokenClaims,
  type MediaWishes,
  mediaFacts,
  mediaWishes,
  Refusal,
  type ReplyOf,
  TokenBucket,
} from '@liveclass/contract';
import type { Socket } from 'socket.io';
import type { Clock, Log, Rooms, Seating, SeatLink } from '../ports.ts';
import { createDispatch, type Dispatch, type Handler } from './dispatch.ts';

export interface LinkOptions {
  readonly rooms: Rooms;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
}

/** Of everything together, known or not: above what any table allows. Who goes beyond it is not a browser of ours. */
const FLOOD = { burst: 1500, perSecond: 400 } as const;
/** Facts that wait for a tab that does not read; it would find a fresh state after a reconnect anyway. */
const UNREAD_AT_MOST = 2000;
/** What a slow tab may miss without harm. */
const VOLATILE: ReadonlySet<keyof MediaFacts> = new Set(['speakers', 'consumer.score']);

const checkedFacts = new WeakSet<object>();

/** One connection of one tab: admitted by its token, not yet seated. */
export class MediaLink implements SeatLink {
  readonly #socket: Socket;
  readonly #claims: MediaTokenClaims;
  readonly #options: LinkOptions;
  readonly #dispatch: Dispatch;
  readonly #flood: TokenBucket;
  #seating: Seating | undefined;

  constructor(socket: Socket, claims: MediaTokenClaims, options: LinkOptions) {
    this.#socket = socket;
    this.#claims = claims;
    this.#options = options;
    this.#flood = new TokenBucket(FLOOD, options.clock.now());
    this.#dispatch = createDispatch({
      table: mediaWishes,
      role: claims.role,
      ...options,
      handler: (name) => this.#handler(name as keyof MediaWishes),
    });
    socket.onAny((name: unknown, ...args: unknown[]) => void this.#heard(name, args));
    socket.once('disconnect', () => this.#seating?.lost());
  }

  tell<N extends keyof MediaFacts>(name: N, fact: FactOf<MediaFacts, N>): void {
    if (!this.#isInShape(name, fact)) return;
    if (this.#unread() > UNREAD_AT_MOST) {
      this.#socket.disconnect(true);
      return;
    }
    if (VOLATILE.has(name)) this.#socket.volatile.emit(name, fact);
    else this.#socket.emit(name, fact);
  }

  end(): void {
    this.#socket.disconnect(true);
  }

  async #heard(name: unknown, args: readonly unknown[]): Promise<void> {
    if (!this.#flood.take(this.#options.clock.now())) {
      this.#options.log.warn({}, 'a link floods and is cut');
      this.end();
      return;
    }
    const ack = args.at(-1);
    const answer = await this.#dispatch.run(name, args.length > 1 || typeof ack !== 'function' ? args[0] : undefined);
    // A wish without an ack is carried out all the same; its sender did not want to know.
    if (typeof ack === 'function') ack(answer satisfies Answer<unknown>);
  }

  #handler(name: keyof MediaWishes): Handler {
    if (name === 'media.join') return (body) => this.#join((body as { generation?: number }).generation);
    const seating = this.#seating;
    if (!seating) throw new Refusal('wrong-phase', { why: 'not joined' });
    return seating.wishes[name] as Handler;
  }

  async #join(generation: number | undefined): Promise<ReplyOf<MediaWishes, 'media.join'>> {
    const { room, seating } = await this.#options.rooms.join(this.#claims, this, generation);
    this.#seating = seating;
    // The connection may have ended while the transports were made.
    if (!this.#socket.connected) seating.lost();
    return room;
  }

  /** Told to many, checked once. A fact of a wrong shape is a bug here, and the tab is better off without it. */
  #isInShape<N extends keyof MediaFacts>(name: N, fact: FactOf<MediaFacts, N>): boolean {
    if (checkedFacts.has(fact)) return true;
    const { error } = mediaFacts[name].safeParse(fact);
    if (error) this.#options.log.error({ fact: name, err: error }, 'a fact has a wrong shape and is not told');
    else checkedFacts.add(fact);
    return !error;
  }

  #unread(): number {
    // engine.io keeps what the connection has not taken yet in this array; it has no public count.
    const { writeBuffer } = this.#socket.conn as unknown as { writeBuffer?: readonly unknown[] };
    return writeBuffer?.length ?? 0;
  }
}
