import { type FileHandle, open, readFile } from 'node:fs/promises';
import { Instant, NodeId, Reason, RecordingId, SeatId, SessionId, Source } from '@liveclass/contract';
import { z } from 'zod';

/** By our clock. Fractions only where a capture instant was computed. */
const at = Instant;
const producerId = z.string().min(1);
const milliseconds = z.number().nonnegative();

/**
 * What a recording's ledger says, in the order it happened. Nothing of a seat that has not agreed stands in it, and
 * nothing is written while the recording is paused.
 */
export const LedgerLine = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('opened'), at, node: NodeId, recordingId: RecordingId, sessionId: SessionId }),
  z.strictObject({ type: z.literal('admitted'), at, seatId: SeatId }),
  /** A stretch of recording begins; the first one too. */
  z.strictObject({ type: z.literal('resumed'), at }),
  z.strictObject({ type: z.literal('paused'), at }),
  z.strictObject({ type: z.literal('stopped'), at, reason: Reason.optional() }),
  z.strictObject({ type: z.literal('source.on'), at, producerId, seatId: SeatId, source: Source, isMuted: z.boolean() }),
  z.strictObject({ type: z.literal('source.muted'), at, producerId, isMuted: z.boolean() }),
  z.strictObject({ type: z.literal('source.off'), at, producerId }),
  z.strictObject({ type: z.literal('spoke'), at, seatId: SeatId.nullable() }),
  /** One FFmpeg process of one producer; its segments are called after `take`. */
  z.strictObject({
    type: z.literal('take.opened'),
    at,
    take: z.number().int().positive(),
    producerId,
    seatId: SeatId,
    source: Source,
    clockRate: z.number().int().positive(),
  }),
  z.strictObject({
    type: z.literal('take.ended'),
    at,
    take: z.number().int().positive(),
    cause: z.enum(['closed', 'renewed', 'died', 'stuck']),
  }),
  /** A sender report: the RTP clock of this producer's copy showed `rtp` at `ntpMs`; it was heard at `at`. */
  z.strictObject({ type: z.literal('report'), at, producerId, ntpMs: milliseconds, rtp: z.number().int().nonnegative() }),
  z.strictObject({ type: z.literal('composing'), at }),
  z.strictObject({
    type: z.literal('ready'),
    at,
    durationMs: milliseconds,
    width: z.number().int().positive(),
    height: z.number().int().positive(),
  }),
  z.strictObject({ type: z.literal('failed'), at, reason: Reason }),
]);
export type LedgerLine = z.infer<typeof LedgerLine>;

/** Lines are on the disk within this even where nobody waits for them. */
const SYNC_EVERY_MS = 1_000;

/** The append-only file that says what was recorded when. A killed process loses no line that it wrote, a dead machine at most a second of them. */
export class Ledger {
  readonly #file: FileHandle;
  readonly #onFailure: (error: unknown) => void;
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  private constructor(file: FileHandle, onFailure: (error: unknown) => void) {
    this.#file = file;
    this.#onFailure = onFailure;
  }

  /** `onFailure` hears of lines that could not be written, such as on a full disk. */
  static async open(path: string, onFailure: (error: unknown) => void): Promise<Ledger> {
    return new Ledger(await open(path, 'a', 0o600), onFailure);
  }

  /** Written at once, in order; on the disk within a second. */
  note(line: LedgerLine): void {
    if (this.#isClosed) return;
    this.#writing = this.#writing.then(() => this.#append(line));
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#writing = this.#writing.then(() => this.#sync());
    }, SYNC_EVERY_MS);
  }

  /** As `note`, and answers once the line and all before it are on the disk. */
  async keep(line: LedgerLine): Promise<void> {
    this.note(line);
    this.#writing = this.#writing.then(() => this.#sync());
    await this.#writing;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#writing;
    await this.#sync();
    await this.#file.close();
  }

  async #append(line: LedgerLine): Promise<void> {
    await this.#file.appendFile(`${JSON.stringify(line)}\n`).catch(this.#onFailure);
  }

  async #sync(): Promise<void> {
    await this.#file.datasync().catch(this.#onFailure);
  }
}

/** Every line that is whole. The last one may be cut off where the machine died; a damaged one is left out, never guessed. */
export async function readLedger(path: string): Promise<LedgerLine[]> {
  const text = await readFile(path, 'utf8');
  return text.split('\n').flatMap((line) => {
    const read = LedgerLine.safeParse(parsed(line));
    return read.success ? [read.data] : [];
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
