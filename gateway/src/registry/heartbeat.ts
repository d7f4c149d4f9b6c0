import { GATEWAY_STALE_MS, GatewayRecord, type NodeId } from '@liveclass/contract';
import type { Collection, Db } from 'mongodb';
import type { Log, Rooms } from '../ports.ts';

export interface HeartbeatOptions {
  readonly db: Db;
  readonly node: NodeId;
  readonly signallingUrl: string;
  readonly controlUrl: string;
  readonly rooms: Pick<Rooms, 'census' | 'isDraining'>;
  readonly everyMs: number;
  readonly log: Log;
  /** Another process took this node's name; this one must end. */
  onFenced(): void;
}

type Doc = Omit<GatewayRecord, '_id'> & { _id: string };
const COLLECTION = 'gateways';

/** Tells the tools that this gateway is there, with the database's clock, and notices when another process took its name. */
export class Heartbeat {
  static async start(options: HeartbeatOptions): Promise<Heartbeat> {
    const gateways = options.db.collection<Doc>(COLLECTION);
    const { node, signallingUrl, controlUrl } = options;
    const fields = { signallingUrl, controlUrl, draining: false, rooms: 0, seats: 0, seenAt: '$$NOW' };
    // The record is removed at a clean exit, so the epoch also rises with the database's time: it never repeats.
    const epoch = { $max: [{ $add: [{ $ifNull: ['$epoch', 0] }, 1] }, { $toLong: { $divide: [{ $toLong: '$$NOW' }, 1000] } }] };
    const record = await gateways.findOneAndUpdate({ _id: node }, [{ $set: { ...fields, epoch } }], {
      upsert: true,
      returnDocument: 'after',
    });
    return new Heartbeat(options, gateways, GatewayRecord.parse(record).epoch);
  }

  readonly epoch: number;
  readonly #options: HeartbeatOptions;
  readonly #gateways: Collection<Doc>;
  readonly #timer: NodeJS.Timeout;
  #beatAt = performance.now();
  #beating: Promise<void> | undefined;
  #isEnded = false;

  private constructor(options: HeartbeatOptions, gateways: Collection<Doc>, epoch: number) {
    this.#options = options;
    this.#gateways = gateways;
    this.epoch = epoch;
    this.#timer = setInterval(() => this.beat(), options.everyMs);
  }

  /** False when tools have reason to believe that this gateway is gone. */
  get isFresh(): boolean {
    return performance.now() - this.#beatAt < GATEWAY_STALE_MS;
  }

  /** One beat at a time: a slow database must not pile them up. */
  beat(): Promise<void> {
    this.#beating ??= this.#beat().finally(() => {
      this.#beating = undefined;
    });
    return this.#beating;
  }

  /** The record goes, unless it is another process's by now. */
  async end(): Promise<void> {
    this.#isEnded = true;
    clearInterval(this.#timer);
    await this.#beating;
    await this.#gateways.deleteOne({ _id: this.#options.node, epoch: this.epoch });
  }

  async #beat(): Promise<void> {
    const { node, rooms, log } = this.#options;
    const census = rooms.census();
    const startedAt = performance.now();
    try {
      const change = { draining: rooms.isDraining, rooms: census.rooms, seats: census.seats };
      const { matchedCount } = await this.#gateways.updateOne(
        { _id: node, epoch: this.epoch },
        { $set: change, $currentDate: { seenAt: true } },
      );
      if (matchedCount === 1) this.#beatAt = startedAt;
      else await this.#lost();
    } catch (error) {
      log.warn({ err: error }, 'a heartbeat did not reach the database');
    }
  }

  /** Somebody removed the record, or another process of the same name wrote its own. */
  async #lost(): Promise<void> {
    const { node, signallingUrl, controlUrl, rooms, log, onFenced } = this.#options;
    if (this.#isEnded) return;
    const other = await this.#gateways.findOne({ _id: node });
    if (other) {
      log.error({ epoch: this.epoch, otherEpoch: other.epoch }, 'another process took the name of this gateway');
      onFenced();
      return;
    }
    const { rooms: roomCount, seats } = rooms.census();
    const fields = { signallingUrl, controlUrl, draining: rooms.isDraining, rooms: roomCount, seats, epoch: this.epoch, seenAt: '$$NOW' };
    await this.#gateways.updateOne({ _id: node }, [{ $set: fields }], { upsert: true });
  }
}
