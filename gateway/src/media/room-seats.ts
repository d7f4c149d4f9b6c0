import {
  type FactOf,
  KeyedQueue,
  type Limits,
  type MediaFacts,
  type MediaRoom,
  type MediaTokenClaims,
  type ProducerView,
  Refusal,
  type Rights,
  type SeatId,
  type Source,
} from '@liveclass/contract';
import { assertClaim, type Bar, type Claim, claimSeat } from '../domain/seat-claim.ts';
import { lostSources, mayReceive, mutePauses } from '../domain/sources.ts';
import type { Clock, EjectReason, Log, MuteAll, Seating, SeatLink } from '../ports.ts';
import { guard } from './guard.ts';
import type { RoomMedia } from './room-media.ts';
import { Seat } from './seat.ts';
import { SeatMedia } from './seat-media.ts';
import { seatWishes } from './seat-wishes.ts';

/** What the seats need of their room. */
export interface RoomSide {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
  readonly isClosed: boolean;
  /** The media of the present generation; undefined while the room moves. */
  readonly media: RoomMedia | undefined;
  /** The media as soon as it is there; rejects with 'class-ended' once the room is closed. */
  ready(): Promise<RoomMedia>;
  announceOpened(view: ProducerView): void;
  announceChanged(view: ProducerView, by: 'self' | 'teacher'): void;
}

/** The seats of one room: who holds which, and what may be done to them. Whatever happens to one seat happens in its queue. */
export class RoomSeats {
  readonly #room: RoomSide;
  readonly #seats = new Map<SeatId, Seat>();
  readonly #queue = new KeyedQueue<SeatId>();

  constructor(room: RoomSide) {
    this.#room = room;
  }

  all(): readonly Seat[] {
    return [...this.#seats.values()];
  }

  admit(claims: MediaTokenClaims): void {
    if (this.#room.isClosed) throw new Refusal('class-ended');
    const seat = this.#seats.get(claims.seat);
    assertClaim(seat?.holder, seat?.bar, claimOf(claims, undefined));
  }

  join(claims: MediaTokenClaims, link: SeatLink, generation: number | undefined): Promise<{ room: MediaRoom; seating: Seating }> {
    return this.#queue.run(claims.seat, async () => {
      // Asked again here: while this waited in the queue, an eject or another tab may have come first.
      this.admit(claims);
      const media = await this.#room.ready();
      const seat = this.#seat(claims.seat);
      const outcome = claimSeat(seat.holder, claimOf(claims, generation), media.generation);
      if (outcome === 'fresh' && this.#seatedCount() >= this.#room.limits.seatsPerSession) throw new Refusal('class-full');
      this.#displace(seat, link, outcome === 'takeover');
      const isResumed = outcome === 'resume' && seat.media !== undefined && !seat.media.closed;
      if (!isResumed) seat.clear();
      // Taken only with its transports: nobody would ever end the hold of a link that was not let in.
      await this.#furnish(seat, media).catch((error: unknown) => {
        seat.vacate();
        throw error;
      });
      seat.learn(claims);
      seat.take(claims, link);
      this.#room.log.info({ seat: seat.id, outcome, generation: media.generation }, 'a seat is linked');
      return { room: this.describe(seat, media, isResumed), seating: this.#seating(seat, link) };
    });
  }

  /** Runs a wish of the link that holds the seat now. */
  hold<T>(seat: Seat, link: SeatLink, job: (media: SeatMedia, room: RoomMedia) => Promise<T>): Promise<T> {
    return this.#queue.run(seat.id, async () => {
      if (this.#room.isClosed) throw new Refusal('class-ended');
      if (seat.link !== link) throw new Refusal(seat.link ? 'superseded' : 'wrong-phase');
      const { media: room } = this.#room;
      if (!room || !seat.media || seat.media.closed) throw new Refusal('gateway-failed', { why: 'the room moves' });
      return job(seat.media, room);
    });
  }

  leave(seat: Seat, link: SeatLink): Promise<void> {
    return this.#queue.run(seat.id, async () => {
      if (seat.link === link) seat.vacate();
    });
  }

  eject(seatId: SeatId, reason: EjectReason, upToTurn: number | undefined): Promise<void> {
    return this.#queue.run(seatId, async () => {
      const seat = this.#seat(seatId);
      const turn = upToTurn ?? seat.turn;
      seat.bar = this.#barAfter(seat, reason, upToTurn);
      if (seat.turn <= turn) this.#end(seat, reason);
    });
  }

  setRights(seatId: SeatId, rights: Rights): Promise<void> {
    return this.#queue.run(seatId, async () => {
      const seat = this.#seat(seatId);
      const before = this.#received(seat);
      seat.rights = rights;
      seat.rightsChangedAt = Math.floor(this.#room.clock.now() / 1000);
      for (const source of lostSources(seat.sources.keys(), rights)) this.#closeSource(seat, source);
      this.#showAndHide(seat, before);
      seat.link?.tell('rights.changed', rights);
    });
  }

  /** Whether this seat may receive that of another one now. */
  mayReceive(seat: Seat, { seatId, source }: Pick<ProducerView, 'seatId' | 'source'>): boolean {
    return mayReceive(seat.rights, { source, role: this.#seats.get(seatId)?.role ?? 'student' });
  }

  /** Everybody at the same time; who sits down while it happens is not meant. */
  async muteAll({ source, except, sparesPresenters }: MuteAll): Promise<void> {
    const spared = new Set(except);
    const isMeant = (seat: Seat): boolean => !spared.has(seat.id) && !(sparesPresenters && seat.sources.has('screen'));
    await Promise.all(
      this.all()
        .filter(isMeant)
        .map((seat) => this.mute(seat.id, source)),
    );
  }

  mute(seatId: SeatId, source: Source): Promise<void> {
    return this.#queue.run(seatId, async () => {
      const seat = this.#seats.get(seatId);
      if (!seat?.sources.has(source)) return;
      if (!mutePauses(source)) {
        this.#closeSource(seat, source);
        return;
      }
      // Written down first: when the room moves in this moment, the next generation's microphone starts muted.
      seat.sources.set(source, { isPaused: true, mutedBy: 'teacher' });
      const producer = seat.media?.producer(source);
      if (!producer || producer.paused) return;
      await guard(producer, () => producer.pause());
      this.#room.media?.producerPaused(producer.id);
      const view = { producerId: producer.id, seatId, source, kind: producer.kind, paused: true };
      this.#room.announceChanged(view, 'teacher');
    });
  }

  /** The room has media of another generation: every linked seat starts again, and those in grace when they come back. */
  move(media: RoomMedia): void {
    for (const seat of this.all()) {
      void this.#queue
        .run(seat.id, () => this.#moveSeat(seat, media))
        .catch((error: unknown) => {
          this.#room.log.warn({ seat: seat.id, err: error }, 'a seat could not move with its room');
          // Where the room moved on again, the next move tells the tab; else it is to come back by itself.
          if (this.#room.media === media) seat.link?.end();
        });
    }
  }

  async #moveSeat(seat: Seat, media: RoomMedia): Promise<void> {
    // A tab that joined meanwhile has this generation already.
    if (!seat.link || this.#room.media !== media || (seat.media && !seat.media.closed)) return;
    seat.media = undefined;
    await this.#furnish(seat, media);
    // The link may be lost meanwhile: the return is told where the room is.
    seat.link?.tell('room.moved', this.describe(seat, media, false));
  }

  /** At once and without queues: the room is closed, so no job that waits can do anything any more. */
  endAll(reason: EjectReason): void {
    const links = this.all().flatMap(({ link }) => link ?? []);
    for (const link of links) link.tell('ejected', { reason });
    // Unlinked first: nobody needs to hear of each other's end any more.
    for (const seat of this.all()) seat.link = undefined;
    for (const seat of this.all()) seat.vacate();
    for (const link of links) link.end();
  }

  tellAll<N extends keyof MediaFacts>(name: N, fact: FactOf<MediaFacts, N>, except?: SeatId): void {
    for (const seat of this.#seats.values()) if (seat.id !== except) seat.link?.tell(name, fact);
  }

  describe(seat: Seat, media: RoomMedia, resumed: boolean): MediaRoom {
    if (!seat.media) throw new Refusal('gateway-failed');
    return {
      generation: media.generation,
      resumed,
      routerRtpCapabilities: { ...media.capabilities },
      send: seat.media.sendOptions,
      receive: seat.media.receiveOptions,
      producers: media.views().filter((view) => view.seatId !== seat.id && this.mayReceive(seat, view)),
      own: seat.media.sources().map(([source, { id: producerId }]) => ({
        producerId,
        isMutedByTeacher: seat.sources.get(source)?.mutedBy === 'teacher',
      })),
      rights: seat.rights,
    };
  }

  #seat(seatId: SeatId): Seat {
    const seat = this.#seats.get(seatId) ?? new Seat(seatId);
    this.#seats.set(seatId, seat);
    return seat;
  }

  /** Takeover by another tab leaves the person in; only who is removed loses the tokens issued so far. */
  #barAfter(seat: Seat, reason: EjectReason, upToTurn: number | undefined): Bar {
    const before = seat.bar?.turn ?? -1;
    const known = upToTurn ?? seat.turn;
    if (reason === 'superseded') return { turn: Math.max(known, before), removedAt: seat.bar?.removedAt };
    // Of a person who never joined no turn is known: then no token of this second is believed.
    const turn = known < 0 ? Number.POSITIVE_INFINITY : Math.max(known, before);
    return { turn, removedAt: Math.floor(this.#room.clock.now() / 1000) };
  }

  #seatedCount(): number {
    return this.all().filter((seat) => seat.isSeated).length;
  }

  /** Another connection had the seat: another tab's is told why, the same tab's older one just ends. */
  #displace(seat: Seat, link: SeatLink, isTakeover: boolean): void {
    const old = seat.link;
    if (!old || old === link) return;
    seat.link = undefined;
    if (isTakeover) old.tell('ejected', { reason: 'superseded' });
    old.end();
  }

  async #furnish(seat: Seat, media: RoomMedia): Promise<void> {
    if (seat.media && !seat.media.closed) return;
    seat.media = await SeatMedia.create(media.routerFor(seat.id), media.worker.server, this.#room.limits, {
      consumerClosed: (consumerId) => seat.link?.tell('consumer.closed', { consumerId }),
      consumerScore: (consumerId, score, producerScore) => seat.link?.tell('consumer.score', { consumerId, score, producerScore }),
    });
    // The room was closed while the transports were made; endAll did not see them.
    if (this.#room.isClosed) {
      seat.vacate();
      throw new Refusal('class-ended');
    }
  }

  #seating(seat: Seat, link: SeatLink): Seating {
    return { wishes: seatWishes({ seats: this, seat, link, room: this.#room }), lost: () => this.#lost(seat, link) };
  }

  #lost(seat: Seat, link: SeatLink): void {
    if (seat.link !== link) return;
    seat.link = undefined;
    const onEnd = () => {
      void this.#queue.run(seat.id, async () => {
        if (!seat.link && seat.isSeated) {
          this.#room.log.info({ seat: seat.id }, 'a seat did not come back within the grace and is closed');
          seat.vacate();
        }
      });
    };
    seat.startGrace(this.#room.limits.mediaGraceMs, onEnd);
  }

  #received(seat: Seat): readonly ProducerView[] {
    return (this.#room.media?.views() ?? []).filter((view) => view.seatId !== seat.id && this.mayReceive(seat, view));
  }

  /** What may be received no more is closed here first; the tab is told of it as of what ended, and of what it may receive now as of new. */
  #showAndHide(seat: Seat, before: readonly ProducerView[]): void {
    const now = this.#received(seat);
    const [had, has] = [new Set(before.map(({ producerId }) => producerId)), new Set(now.map(({ producerId }) => producerId))];
    for (const { producerId, seatId, source } of before) {
      if (has.has(producerId)) continue;
      seat.media?.closeConsumerOf(producerId);
      seat.link?.tell('producer.closed', { producerId, seatId, source });
    }
    for (const view of now) if (!had.has(view.producerId)) seat.link?.tell('producer.opened', view);
  }

  #end(seat: Seat, reason: EjectReason): void {
    const { link } = seat;
    link?.tell('ejected', { reason });
    seat.vacate();
    link?.end();
  }

  /** The owner is told too: it was not its own wish. */
  #closeSource(seat: Seat, source: Source): void {
    seat.sources.delete(source);
    const producer = seat.media?.producer(source);
    if (!producer) return;
    producer.close();
    seat.link?.tell('producer.closed', { producerId: producer.id, seatId: seat.id, source });
  }
}

const claimOf = (claims: MediaTokenClaims, generation: number | undefined): Claim => ({
  tab: claims.tab,
  turn: claims.turn,
  issuedAt: claims.iat,
  generation,
});
