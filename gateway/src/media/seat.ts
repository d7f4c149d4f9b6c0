import type { MediaTokenClaims, Rights, Role, SeatId, Source } from '@liveclass/contract';
import type { Bar, Holder } from '../domain/seat-claim.ts';
import type { Sources } from '../domain/sources.ts';
import type { SeatLink } from '../ports.ts';
import type { SeatMedia } from './seat-media.ts';

/**
 * A person's place in a room: what should be, kept outside the worker (role, rights, sources), who holds it (tab, turn,
 * link), and its media in the room's present generation. Only its room changes it, one change at a time.
 */
export class Seat {
  readonly id: SeatId;
  role: Role = 'student';
  rights: Rights = { produce: [], consume: false };
  /** Second of the last change of rights by the tool; tokens issued before carry stale rights. */
  rightsChangedAt = Number.NEGATIVE_INFINITY;
  bar: Bar | undefined;
  link: SeatLink | undefined;
  media: SeatMedia | undefined;
  readonly sources = new Map<Source, { isPaused: boolean; mutedBy: 'teacher' | null }>();
  #tab: string | undefined;
  #turn = -1;
  #isSeated = false;
  #grace: NodeJS.Timeout | undefined;

  constructor(id: SeatId) {
    this.id = id;
  }

  get holder(): Holder | undefined {
    return this.#tab === undefined ? undefined : { tab: this.#tab, turn: this.#turn, isSeated: this.#isSeated };
  }

  get isSeated(): boolean {
    return this.#isSeated;
  }

  get turn(): number {
    return this.#turn;
  }

  /** The tab holds the seat from now on. */
  take(claims: MediaTokenClaims, link: SeatLink): void {
    this.#tab = claims.tab;
    this.#turn = claims.turn;
    this.#isSeated = true;
    this.link = link;
    this.stopGrace();
  }

  /** Role and rights as the token says, unless the tool changed the rights since it was issued. */
  learn(claims: MediaTokenClaims): void {
    this.role = claims.role;
    if (claims.iat > this.rightsChangedAt) this.rights = claims.rights;
  }

  startGrace(graceMs: number, onEnd: () => void): void {
    this.stopGrace();
    this.#grace = setTimeout(onEnd, graceMs);
    this.#grace.unref();
  }

  stopGrace(): void {
    clearTimeout(this.#grace);
    this.#grace = undefined;
  }

  /** Closes its media; the seat is still held, by a tab that starts again. */
  clear(): void {
    const media = this.media;
    this.media = undefined;
    this.sources.clear();
    media?.close();
  }

  /** Nobody holds it any more. Its turn and its bar stay, so that an old token cannot come back. */
  vacate(): void {
    this.stopGrace();
    this.link = undefined;
    this.#isSeated = false;
    this.clear();
  }

  async dump(): Promise<object> {
    const sources: Sources = this.sources;
    return {
      seatId: this.id,
      role: this.role,
      rights: this.rights,
      turn: this.#turn,
      isSeated: this.#isSeated,
      isLinked: this.link !== undefined,
      isInGrace: this.#grace !== undefined,
      sources: Object.fromEntries(sources),
      media: (await this.media?.dump()) ?? null,
    };
  }
}
