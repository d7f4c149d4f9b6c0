import { createReadStream } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import {
  KeyedQueue,
  LIMITS,
  type NodeId,
  RecordingId,
  type RecordingStatus,
  Refusal,
  type SeatId,
  type SessionId,
} from '@liveclass/contract';
import type { Clock, Log, Recorder, RecordingFile, RoomTaps, Unsubscribe } from '../ports.ts';
import { ComposeQueue } from './compose-queue.ts';
import { type FreeBytes, freeBytesOf } from './disk.ts';
import { warmUp } from './ffmpeg.ts';
import { RecordingFolder } from './folder.ts';
import { Held } from './held.ts';
import { type PortRange, ReceivePorts } from './receive-ports.ts';

export interface RecorderParts {
  readonly taps: RoomTaps;
  readonly clock: Clock;
  readonly log: Log;
  readonly node: NodeId;
  /** Where recordings lie; gateways of one host may share it. */
  readonly folder: string;
  readonly ffmpegPath: string;
  /** Where FFmpeg receives, on 127.0.0.1; apart from the ports that mediasoup sends from. */
  readonly receivePorts?: PortRange;
  /** For tests. */
  readonly freeBytes?: FreeBytes;
  readonly limits?: { readonly recordingFreeBytes: number };
}

/** Below the media ports and the ports that the system gives to others. */
const RECEIVE_PORTS: PortRange = { min: 26_000, max: 29_998 };
const GUARD_EVERY_MS = 2_000;

/**
 * The recordings of this gateway. What an earlier process of this node left half-done is taken up at once: a recording
 * that was running counts as stopped, and composing goes on.
 */
export async function createRecorder(parts: RecorderParts): Promise<Recorder> {
  await Promise.all([warmUp(), mkdir(parts.folder, { recursive: true, mode: 0o700 })]);
  const recorder = new GatewayRecorder(parts);
  await recorder.takeUp();
  return recorder;
}

class GatewayRecorder implements Recorder {
  readonly #parts: RecorderParts;
  readonly #held = new Map<RecordingId, Held>();
  readonly #lanes = new KeyedQueue<RecordingId>();
  readonly #queue: ComposeQueue;
  readonly #ports: ReceivePorts;
  readonly #freeBytes: FreeBytes;
  readonly #listeners = new Set<(status: RecordingStatus) => void>();
  readonly #guard: NodeJS.Timeout;
  #isEnding = false;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#queue = new ComposeQueue({ log: parts.log, ffmpegPath: parts.ffmpegPath });
    this.#ports = new ReceivePorts(parts.receivePorts ?? RECEIVE_PORTS, process.pid);
    this.#freeBytes = parts.freeBytes ?? freeBytesOf;
    this.#guard = setInterval(() => this.#look(), GUARD_EVERY_MS);
    this.#guard.unref();
  }

  /** Reads what lies in the folder; recordings of other gateways are left alone. */
  async takeUp(): Promise<void> {
    for (const name of await readdir(this.#parts.folder)) {
      const recordingId = RecordingId.safeParse(name);
      if (!recordingId.success) continue;
      const held = await Held.read(this.#heldParts(recordingId.data), this.#parts.node);
      if (!held) continue;
      this.#held.set(held.recordingId, held);
      if (held.phase === 'stopped' || held.phase === 'composing') this.#queue.add(held);
    }
  }

  start(order: { recordingId: RecordingId; sessionId: SessionId; seats: readonly SeatId[] }): Promise<RecordingStatus> {
    return this.#lanes.run(order.recordingId, async () => {
      const known = this.#held.get(order.recordingId);
      if (known) return known.status();
      return this.#startNew(order);
    });
  }

  async #startNew(order: { recordingId: RecordingId; sessionId: SessionId; seats: readonly SeatId[] }): Promise<RecordingStatus> {
    const tap = this.#parts.taps.find(order.sessionId);
    if (!tap || this.#isEnding) throw new Refusal('not-found');
    if (this.#runs(order.sessionId)) throw new Refusal('already-recording');
    if (await this.#isDiskFull()) throw new Refusal('disk-full');
    // Asked again: another start for the same room may have come while the disk was looked at.
    if (this.#runs(order.sessionId)) throw new Refusal('already-recording');
    const held = new Held(this.#heldParts(order.recordingId), order.sessionId, this.#parts.clock.now());
    this.#held.set(order.recordingId, held);
    try {
      await held.start({ tap, node: this.#parts.node, ports: this.#ports, seats: order.seats, onRoomClosed: () => this.#roomClosed(held) });
    } catch (error) {
      this.#held.delete(order.recordingId);
      await held.remove();
      throw error;
    }
    return held.status();
  }

  async admit(recordingId: RecordingId, seatId: SeatId): Promise<void> {
    await this.#lanes.run(recordingId, () => this.#get(recordingId).admit(seatId));
  }

  pause(recordingId: RecordingId): Promise<RecordingStatus> {
    return this.#change(recordingId, (held) => held.pause());
  }

  resume(recordingId: RecordingId): Promise<RecordingStatus> {
    return this.#change(recordingId, (held) => held.resume());
  }

  stop(recordingId: RecordingId): Promise<RecordingStatus> {
    return this.#change(recordingId, (held) => held.stop(undefined));
  }

  compose(recordingId: RecordingId): Promise<RecordingStatus> {
    return this.#change(recordingId, async (held) => {
      if (held.phase === 'recording' || held.phase === 'paused') throw new Refusal('wrong-phase', held.phase);
      if (held.phase !== 'ready') this.#queue.add(held);
    });
  }

  async status(recordingId: RecordingId): Promise<RecordingStatus> {
    const held = this.#get(recordingId);
    await held.measure();
    return held.status();
  }

  all(): readonly RecordingStatus[] {
    return [...this.#held.values()].map((held) => held.status());
  }

  async delete(recordingId: RecordingId): Promise<void> {
    await this.#lanes.run(recordingId, async () => {
      const held = this.#held.get(recordingId);
      if (!held) return;
      await this.#queue.remove(held);
      await held.remove();
      this.#held.delete(recordingId);
    });
  }

  async file(recordingId: RecordingId): Promise<RecordingFile> {
    const held = this.#get(recordingId);
    if (held.phase !== 'ready') throw new Refusal('not-found', held.phase);
    const path = held.folder.mp4;
    const { size, mtime } = await stat(path);
    return { bytes: size, modifiedAt: mtime, read: (start, end) => createReadStream(path, { start, end }) };
  }

  onStatus(listener: (status: RecordingStatus) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  dump(): object {
    return { queue: this.#queue.dump(), ports: this.#ports.dump(), recordings: [...this.#held.values()].map((held) => held.dump()) };
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    clearInterval(this.#guard);
    await this.#queue.end();
    await Promise.all([...this.#held.values()].map((held) => this.#lanes.run(held.recordingId, () => held.stop(undefined))));
  }

  async #change(recordingId: RecordingId, change: (held: Held) => Promise<void>): Promise<RecordingStatus> {
    return this.#lanes.run(recordingId, async () => {
      const held = this.#get(recordingId);
      await change(held);
      return held.status();
    });
  }

  #get(recordingId: RecordingId): Held {
    const held = this.#held.get(recordingId);
    if (!held) throw new Refusal('not-found');
    return held;
  }

  #runs(sessionId: SessionId): boolean {
    return [...this.#held.values()].some((held) => held.sessionId === sessionId && held.isRunning);
  }

  #heldParts(recordingId: RecordingId): ConstructorParameters<typeof Held>[0] {
    const { clock, log, folder } = this.#parts;
    const tell = (status: RecordingStatus): void => {
      for (const listener of this.#listeners) listener(status);
    };
    return { recordingId, folder: new RecordingFolder(folder, recordingId), clock, log: log.child({ recordingId }), tell };
  }

  #roomClosed(held: Held): void {
    this.#stopSoon(held, undefined);
  }

  #stopSoon(held: Held, reason: 'disk-full' | undefined): void {
    this.#lanes
      .run(held.recordingId, () => held.stop(reason))
      .catch((error: unknown) => this.#parts.log.error({ error, recordingId: held.recordingId }, 'a recording could not be stopped'));
  }

  async #isDiskFull(): Promise<boolean> {
    const least = this.#parts.limits?.recordingFreeBytes ?? LIMITS.recordingFreeBytes;
    return (await this.#freeBytes(this.#parts.folder)) < least;
  }

  /** The class goes on when the disk is nearly full; what was recorded so far is kept. */
  #look(): void {
    const running = [...this.#held.values()].filter((held) => held.isRunning);
    if (running.length === 0) return;
    this.#isDiskFull()
      .then((isFull) => {
        if (isFull) for (const held of running) this.#stopSoon(held, 'disk-full');
      })
      .catch((error: unknown) => this.#parts.log.error({ error }, 'could not see how full the disk is'));
    for (const held of running) held.measure().catch(() => {});
  }
}
