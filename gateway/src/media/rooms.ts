import { setTimeout as delay } from 'node:timers/promises';
import {
  type ClassId,
  type Limits,
  type MediaTokenClaims,
  Refusal,
  type Rights,
  type SeatId,
  type SessionId,
  type Source,
} from '@liveclass/contract';
import { choosePlace } from '../domain/placement.ts';
import type { Census, Clock, EjectReason, Log, MuteAll, Rooms, RoomTap, SeatLink, Unsubscribe } from '../ports.ts';
import { Room } from './room.ts';
import type { MediaWorker } from './worker.ts';
import type { WorkerPool } from './worker-pool.ts';

export interface RoomsOptions {
  readonly pool: WorkerPool;
  readonly limits: Limits;
  readonly plainPorts: { readonly min: number; readonly max: number };
  readonly clock: Clock;
  readonly log: Log;
}

const FRESH_ROOM_MS = 20_000;
const REPLACEMENT_PATIENCE_MS = 1000;
/** Session ids are never used again, so a late repeat of 'rooms.open' must not bring an ended class back. */
const CLOSED_REMEMBERED = 10_000;

/** Every room of this gateway. */
export class GatewayRooms implements Rooms {
  readonly #options: RoomsOptions;
  readonly #rooms = new Map<SessionId, Room>();
  readonly #closed = new Set<SessionId>();
  readonly #movedListeners = new Set<(sessionId: SessionId, generation: number) => void>();
  #isDraining = false;

  constructor(options: RoomsOptions) {
    this.#options = options;
    options.pool.onLost((worker) => {
      for (const room of [...this.#rooms.values()]) room.workerLost(worker);
    });
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  async open(classId: ClassId, sessionId: SessionId): Promise<void> {
    if (this.#closed.has(sessionId)) throw new Refusal('class-ended');
    if (!this.#rooms.has(sessionId)) {
      if (this.#isDraining) throw new Refusal('no-gateway');
      this.#rooms.set(sessionId, this.#make(classId, sessionId));
    }
    const room = this.#rooms.get(sessionId);
    const late = delay(this.#options.limits.wishTimeoutMs, 'late' as const, { ref: false });
    // The room goes on trying; the tool asks again.
    if ((await Promise.race([room?.ready(), late])) === 'late') throw new Refusal('gateway-failed');
  }

  async close(sessionId: SessionId): Promise<void> {
    this.#closed.add(sessionId);
    const oldest = this.#closed.values().next().value;
    if (this.#closed.size > CLOSED_REMEMBERED && oldest) this.#closed.delete(oldest);
    const room = this.#rooms.get(sessionId);
    this.#rooms.delete(sessionId);
    room?.close('session-ended');
  }

  ids(): readonly SessionId[] {
    return [...this.#rooms.keys()];
  }

  find(sessionId: SessionId): RoomTap | undefined {
    return this.#rooms.get(sessionId);
  }

  admit(claims: MediaTokenClaims): void {
    this.#room(claims.ses).seats.admit(claims);
  }

  join(claims: MediaTokenClaims, link: SeatLink, generation: number | undefined): ReturnType<Rooms['join']> {
    return this.#room(claims.ses).seats.join(claims, link, generation);
  }

  async eject(sessionId: SessionId, seatId: SeatId, reason: EjectReason, upToTurn?: number): Promise<void> {
    // Where the room is gone, so is the seat.
    await this.#rooms.get(sessionId)?.seats.eject(seatId, reason, upToTurn);
  }

  async setRights(sessionId: SessionId, seatId: SeatId, rights: Rights): Promise<void> {
    await this.#room(sessionId).seats.setRights(seatId, rights);
  }

  async mute(sessionId: SessionId, seatId: SeatId, source: Source): Promise<void> {
    await this.#rooms.get(sessionId)?.seats.mute(seatId, source);
  }

  async muteAll(sessionId: SessionId, order: MuteAll): Promise<void> {
    await this.#rooms.get(sessionId)?.seats.muteAll(order);
  }

  drain(): void {
    this.#isDraining = true;
  }

  onMoved(listener: (sessionId: SessionId, generation: number) => void): Unsubscribe {
    this.#movedListeners.add(listener);
    return () => this.#movedListeners.delete(listener);
  }

  census(): Census {
    const sum = { rooms: this.#rooms.size, seats: 0, producers: 0, consumers: 0 };
    for (const room of this.#rooms.values()) {
      const { seats, producers, consumers } = room.census();
      sum.seats += seats;
      sum.producers += producers;
      sum.consumers += consumers;
    }
    return sum;
  }

  async dump(): Promise<object> {
    return {
      isDraining: this.#isDraining,
      workers: await this.#options.pool.dump(),
      rooms: await Promise.all([...this.#rooms.values()].map((room) => room.dump())),
    };
  }

  async end(): Promise<void> {
    this.drain();
    for (const room of this.#rooms.values()) room.close('draining');
    this.#rooms.clear();
  }

  #room(sessionId: SessionId): Room {
    const room = this.#rooms.get(sessionId);
    if (room) return room;
    throw new Refusal(this.#closed.has(sessionId) ? 'class-ended' : 'not-found', { sessionId });
  }

  #make(classId: ClassId, sessionId: SessionId): Room {
    const { limits, plainPorts, clock, pool } = this.#options;
    const log = this.#options.log.child({ session: sessionId });
    log.info({}, 'a room is opened');
    return new Room({
      ...{ classId, sessionId, limits, plainPorts, clock, log },
      place: () => this.#place(),
      settled: () => pool.replaced(REPLACEMENT_PATIENCE_MS),
      moved: (generation) => {
        for (const listener of this.#movedListeners) listener(sessionId, generation);
      },
    });
  }

  #place(): MediaWorker | undefined {
    const workers = this.#options.pool.slots();
    const now = this.#options.clock.now();
    const places = workers.map((worker, index) => {
      const here = [...this.#rooms.values()].filter((room) => worker !== undefined && room.worker === worker);
      return {
        index,
        isAlive: worker?.isAlive ?? false,
        cpu: worker?.cpu ?? 0,
        seats: here.reduce((sum, room) => sum + room.census().seats, 0),
        freshRooms: here.filter((room) => now - room.openedAt < FRESH_ROOM_MS).length,
      };
    });
    const best = choosePlace(places);
    return best && workers[best.index];
  }
}
