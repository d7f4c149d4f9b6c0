import { access } from 'node:fs/promises';
import {
  type NodeId,
  type Reason,
  type RecordingId,
  type RecordingPhase,
  type RecordingStatus,
  Refusal,
  type SeatId,
  type SessionId,
} from '@liveclass/contract';
import type { Clock, Log, RoomTap } from '../ports.ts';
import type { RecordingFolder } from './folder.ts';
import { Ledger, readLedger } from './ledger.ts';
import { LiveRecording } from './live-recording.ts';
import { type Manifest, manifestOf, recordedMs } from './manifest.ts';
import type { ReceivePorts } from './receive-ports.ts';
import type { Film } from './verify.ts';

export interface HeldParts {
  readonly recordingId: RecordingId;
  readonly folder: RecordingFolder;
  readonly clock: Clock;
  readonly log: Log;
  readonly tell: (status: RecordingStatus) => void;
}

const TELL_PROGRESS_EVERY_MS = 1_000;

/** One recording as this gateway holds it: its phase, and what of it is under way. Its calls come one after the other. */
export class Held {
  readonly recordingId: RecordingId;
  readonly sessionId: SessionId;
  readonly folder: RecordingFolder;
  readonly #parts: HeldParts;
  readonly #startedAt: number;
  #phase: RecordingPhase = 'recording';
  #recordedMs = 0;
  #stretchFrom: number | undefined;
  #progress = 0;
  #bytes = 0;
  #film: Film | undefined;
  #reason: Reason | undefined;
  #ledger: Ledger | undefined;
  #live: LiveRecording | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(parts: HeldParts, sessionId: SessionId, startedAt: number) {
    this.recordingId = parts.recordingId;
    this.folder = parts.folder;
    this.sessionId = sessionId;
    this.#parts = parts;
    this.#startedAt = startedAt;
  }

  /** What an earlier process left. Undefined for what belongs to another gateway or was never really begun. */
  static async read(parts: HeldParts, node: NodeId): Promise<Held | undefined> {
    const lines = await readLedger(parts.folder.ledger).catch(() => []);
    const manifest = manifestOf(lines);
    if (!manifest || !lines.some((line) => line.type === 'opened' && line.node === node)) return undefined;
    const held = new Held(parts, manifest.sessionId, manifest.startedAt);
    await held.#restore(manifest);
    return held;
  }

  get phase(): RecordingPhase {
    return this.#phase;
  }

  get isRunning(): boolean {
    return this.#phase === 'recording' || this.#phase === 'paused';
  }

  status(): RecordingStatus {
    const running = this.#stretchFrom === undefined ? 0 : Math.max(0, this.#parts.clock.now() - this.#stretchFrom);
    return {
      recordingId: this.recordingId,
      sessionId: this.sessionId,
      phase: this.#phase,
      startedAt: this.#startedAt,
      recordedMs: this.#recordedMs + running,
      progress: this.#phase === 'ready' ? 1 : this.#progress,
      bytes: this.#bytes,
      ...(this.#film ?? {}),
      ...(this.#reason === undefined ? {} : { reason: this.#reason }),
    };
  }

  dump(): object {
    return { ...this.status(), live: this.#live?.dump() };
  }

  /** Sees how much lies on the disk. */
  async measure(): Promise<void> {
    this.#bytes = await this.folder.bytes();
  }

  async start(order: {
    tap: RoomTap;
    node: NodeId;
    ports: ReceivePorts;
    seats: readonly SeatId[];
    onRoomClosed: () => void;
  }): Promise<void> {
    const { clock, log } = this.#parts;
    await this.folder.make();
    const ledger = await this.#openLedger();
    const at = this.#startedAt;
    ledger.note({ type: 'opened', at, node: order.node, recordingId: this.recordingId, sessionId: this.sessionId });
    for (const seatId of order.seats) ledger.note({ type: 'admitted', at, seatId });
    const { tap, ports, onRoomClosed } = order;
    this.#live = new LiveRecording({ tap, folder: this.folder, ledger, ports, clock, log, onRoomClosed }, order.seats);
    this.#stretchFrom = await this.#live.begin();
    this.#enter('recording');
  }

  async admit(seatId: SeatId): Promise<void> {
    if (!this.#live) throw new Refusal('wrong-phase', this.#phase);
    await this.#live.admit(seatId);
  }

  async pause(): Promise<void> {
    if (this.#phase === 'paused') return;
    if (!this.#live) throw new Refusal('wrong-phase', this.#phase);
    this.#endStretch(await this.#live.pause());
    this.#enter('paused');
  }

  async resume(): Promise<void> {
    if (this.#phase === 'recording') return;
    if (!this.#live) throw new Refusal('wrong-phase', this.#phase);
    this.#stretchFrom = await this.#live.begin();
    this.#enter('recording');
  }

  /** Idempotent; later phases stay as they are. */
  async stop(reason: Reason | undefined): Promise<void> {
    const live = this.#live;
    if (!live) return;
    this.#live = undefined;
    this.#reason = reason;
    this.#endStretch(await live.stop(reason));
    await this.#closeLedger();
    await this.measure();
    this.#enter('stopped');
  }

  /** For the composer, from the disk: it must be what a later process would see too. */
  async manifest(): Promise<Manifest> {
    const manifest = manifestOf(await readLedger(this.folder.ledger));
    if (!manifest) throw new Error('a recording without a ledger cannot be composed');
    return manifest;
  }

  async composing(): Promise<void> {
    await this.#note({ type: 'composing', at: this.#parts.clock.now() });
    this.#progress = 0;
    if (this.#reason === 'unavailable') this.#reason = undefined;
    this.#enter('composing');
  }

  /** Told at most once a second, and never backwards. */
  composed(progress: number): void {
    this.#progress = Math.min(1, Math.max(this.#progress, progress));
    const now = performance.now();
    if (now - this.#toldAt < TELL_PROGRESS_EVERY_MS) return;
    this.#toldAt = now;
    this.#parts.tell(this.status());
  }

  /** The segments go only now that the film is whole, verified and named in the ledger. */
  async ready(film: Film): Promise<void> {
    await this.#note({ type: 'ready', at: this.#parts.clock.now(), ...film });
    await this.folder.removeSources();
    this.#film = film;
    await this.measure();
    this.#enter('ready');
  }

  async failed(reason: Reason): Promise<void> {
    await this.#note({ type: 'failed', at: this.#parts.clock.now(), reason });
    this.#reason = reason;
    this.#enter('failed');
  }

  /** Ends what runs and removes every byte. */
  async remove(): Promise<void> {
    const live = this.#live;
    this.#live = undefined;
    await live?.stop(undefined);
    await this.#closeLedger();
    await this.folder.remove();
    this.#bytes = 0;
  }

  async #restore(manifest: Manifest): Promise<void> {
    this.#recordedMs = recordedMs(manifest.stretches);
    this.#reason = manifest.reason;
    this.#phase = manifest.phase;
    if (manifest.phase === 'recording' || manifest.phase === 'paused') await this.#stopAfterwards(manifest);
    if (manifest.phase === 'ready') {
      this.#film = manifest.made;
      // A process that was killed between the last line and the removal left segments behind.
      if (await isThere(this.folder.mp4)) await this.folder.removeSources();
    }
    await this.measure();
  }

  /** Its gateway was killed while it ran: it ended with the last line that was written. */
  async #stopAfterwards(manifest: Manifest): Promise<void> {
    const at = manifest.stretches.at(-1)?.to ?? manifest.startedAt;
    this.#reason = 'gateway-failed';
    await this.#note({ type: 'stopped', at, reason: this.#reason });
    this.#phase = 'stopped';
  }

  #endStretch(at: number): void {
    if (this.#stretchFrom !== undefined) this.#recordedMs += Math.max(0, at - this.#stretchFrom);
    this.#stretchFrom = undefined;
  }

  #enter(phase: RecordingPhase): void {
    this.#phase = phase;
    this.#parts.tell(this.status());
  }

  async #openLedger(): Promise<Ledger> {
    const { log } = this.#parts;
    this.#ledger ??= await Ledger.open(this.folder.ledger, (error) => log.error({ error }, 'a line of a recording could not be written'));
    return this.#ledger;
  }

  async #closeLedger(): Promise<void> {
    const ledger = this.#ledger;
    this.#ledger = undefined;
    await ledger?.close();
  }

  /** One line after the recording was stopped, on the disk when this resolves. */
  async #note(line: Parameters<Ledger['note']>[0]): Promise<void> {
    const ledger = await this.#openLedger();
    await ledger.keep(line);
    await this.#closeLedger();
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
