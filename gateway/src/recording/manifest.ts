import type { Reason, RecordingId, SeatId, SessionId, Source } from '@liveclass/contract';
import type { LedgerLine } from './ledger.ts';

/** A time by our clock, from (included) to (excluded), milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** One producer as long as it was there during one stretch of recording. */
export interface SourceSpan extends Span {
  readonly producerId: string;
  readonly seatId: SeatId;
  readonly source: Source;
  /** Times in which it was not muted. */
  readonly heard: readonly Span[];
}

/** A pair of clocks: the RTP timestamp and the instant it stands for. */
export interface ClockReport {
  readonly at: number;
  readonly ntpMs: number;
  readonly rtp: number;
}

export interface TakeRecord extends Span {
  readonly take: number;
  readonly producerId: string;
  readonly seatId: SeatId;
  readonly source: Source;
  readonly clockRate: number;
}

/** What a ledger says, put in order. */
export interface Manifest {
  readonly recordingId: RecordingId;
  readonly sessionId: SessionId;
  readonly startedAt: number;
  readonly phase: 'recording' | 'paused' | 'stopped' | 'composing' | 'ready' | 'failed';
  readonly reason: Reason | undefined;
  readonly made: { readonly durationMs: number; readonly width: number; readonly height: number } | undefined;
  /** Stretches of recording, without the pauses. */
  readonly stretches: readonly Span[];
  readonly sources: readonly SourceSpan[];
  readonly takes: readonly TakeRecord[];
  readonly reports: ReadonlyMap<string, readonly ClockReport[]>;
  readonly spoke: readonly { readonly at: number; readonly seatId: SeatId | null }[];
}

type Of<T extends LedgerLine['type']> = Extract<LedgerLine, { type: T }>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Folds a ledger. What was open when it ended (its gateway was killed) ends with its last line.
 * Undefined for a ledger without its first line: nothing was recorded under it.
 */
export function manifestOf(lines: readonly LedgerLine[]): Manifest | undefined {
  const opened = lines.find((line) => line.type === 'opened');
  if (!opened) return undefined;
  const fold = new Fold(opened);
  for (const line of lines) fold.add(line);
  return fold.result();
}

interface OpenSource {
  readonly line: Of<'source.on'>;
  readonly heard: Span[];
  heardFrom: number | undefined;
}

class Fold {
  readonly #opened: Of<'opened'>;
  readonly #stretches: Span[] = [];
  readonly #sources: SourceSpan[] = [];
  readonly #openSources = new Map<string, OpenSource>();
  readonly #takes = new Map<number, Mutable<TakeRecord>>();
  readonly #reports = new Map<string, ClockReport[]>();
  readonly #spoke: { at: number; seatId: SeatId | null }[] = [];
  #phase: Manifest['phase'] = 'recording';
  #reason: Reason | undefined;
  #made: Manifest['made'];
  #resumedAt: number | undefined;
  #lastAt: number;

  constructor(opened: Of<'opened'>) {
    this.#opened = opened;
    this.#lastAt = opened.at;
  }

  add(line: LedgerLine): void {
    this.#addPhase(line);
    this.#addMedia(line);
    if (line.type !== 'composing' && line.type !== 'ready' && line.type !== 'failed') this.#lastAt = Math.max(this.#lastAt, line.at);
  }

  #addPhase(line: LedgerLine): void {
    if (line.type === 'resumed') {
      this.#phase = 'recording';
      this.#resumedAt ??= line.at;
    } else if (line.type === 'paused' || line.type === 'stopped') {
      this.#endStretch(line.at);
      this.#phase = line.type;
      if (line.type === 'stopped') this.#reason = line.reason;
    } else if (line.type === 'composing') this.#phase = 'composing';
    else if (line.type === 'failed') {
      this.#phase = 'failed';
      this.#reason = line.reason;
    } else if (line.type === 'ready') {
      this.#phase = 'ready';
      this.#made = { durationMs: line.durationMs, width: line.width, height: line.height };
    }
  }

  #addMedia(line: LedgerLine): void {
    if (line.type === 'source.on') this.#sourceOn(line);
    else if (line.type === 'source.off') this.#sourceOff(line.producerId, line.at);
    else if (line.type === 'source.muted') this.#muted(line);
    else if (line.type === 'spoke') this.#spoke.push({ at: line.at, seatId: line.seatId });
    else if (line.type === 'take.opened') {
      const { type: _, at, ...take } = line;
      this.#takes.set(line.take, { ...take, from: at, to: Number.POSITIVE_INFINITY });
    } else if (line.type === 'take.ended') {
      const take = this.#takes.get(line.take);
      if (take) take.to = line.at;
    } else if (line.type === 'report') {
      const reports = this.#reports.get(line.producerId) ?? [];
      reports.push({ at: line.at, ntpMs: line.ntpMs, rtp: line.rtp });
      this.#reports.set(line.producerId, reports);
    }
  }

  #sourceOn(line: Of<'source.on'>): void {
    this.#sourceOff(line.producerId, line.at);
    this.#openSources.set(line.producerId, { line, heard: [], heardFrom: line.isMuted ? undefined : line.at });
  }

  #muted({ producerId, at, isMuted }: Of<'source.muted'>): void {
    const source = this.#openSources.get(producerId);
    if (!source) return;
    if (isMuted) hush(source, at);
    else source.heardFrom ??= at;
  }

  #sourceOff(producerId: string, at: number): void {
    const source = this.#openSources.get(producerId);
    if (!source) return;
    this.#openSources.delete(producerId);
    hush(source, at);
    const { seatId, source: name, at: from } = source.line;
    this.#sources.push({ producerId, seatId, source: name, from, to: at, heard: source.heard });
  }

  #endStretch(at: number): void {
    for (const producerId of [...this.#openSources.keys()]) this.#sourceOff(producerId, at);
    if (this.#resumedAt !== undefined && at > this.#resumedAt) this.#stretches.push({ from: this.#resumedAt, to: at });
    this.#resumedAt = undefined;
  }

  result(): Manifest {
    this.#endStretch(this.#lastAt);
    return {
      recordingId: this.#opened.recordingId,
      sessionId: this.#opened.sessionId,
      startedAt: this.#opened.at,
      phase: this.#phase,
      reason: this.#reason,
      made: this.#made,
      stretches: this.#stretches,
      sources: this.#sources,
      takes: [...this.#takes.values()],
      reports: this.#reports,
      spoke: this.#spoke,
    };
  }
}

function hush(source: OpenSource, at: number): void {
  if (source.heardFrom !== undefined && at > source.heardFrom) source.heard.push({ from: source.heardFrom, to: at });
  source.heardFrom = undefined;
}

/** Time recorded, pauses left out. */
export const recordedMs = (stretches: readonly Span[]): number => stretches.reduce((sum, { from, to }) => sum + (to - from), 0);
