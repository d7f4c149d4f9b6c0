import type { SeatId, Source } from '@liveclass/contract';
import type { Log } from '../ports.ts';
import { ClockMap } from './clock-map.ts';
import type { RecordingFolder } from './folder.ts';
import type { ClockReport, Manifest, TakeRecord } from './manifest.ts';
import { indexFile, type TrackIndex } from './matroska.ts';

/** One segment that can be read, and when by our clock it was captured. */
export interface Segment {
  readonly path: string;
  readonly from: number;
  /** Of its last packet. */
  readonly to: number;
}

/** What one take left on the disk; its segments in order, at least one. */
export interface Footage {
  readonly take: number;
  readonly producerId: string;
  readonly seatId: SeatId;
  readonly source: Source;
  readonly segments: readonly Segment[];
  /** When its process ended; infinite where nobody saw it end. */
  readonly until: number;
  readonly width: number | undefined;
  readonly height: number | undefined;
}

/** Sender reports this far outside a take still tell its clock: the same copy of a producer goes on through all its takes. */
const REPORTS_AROUND_MS = 10_000;

/** Everything that can be shown or heard of a recording. Files without one whole packet are left out. */
export async function readFootage(manifest: Manifest, folder: RecordingFolder, log: Log): Promise<Footage[]> {
  const paths = await folder.segments();
  const found: Footage[] = [];
  for (const take of manifest.takes) {
    const footage = await readTake(take, paths.get(take.take) ?? [], manifest.reports.get(take.producerId) ?? [], log);
    if (footage) found.push(footage);
  }
  return found;
}

async function readTake(
  take: TakeRecord,
  paths: readonly string[],
  reports: readonly ClockReport[],
  log: Log,
): Promise<Footage | undefined> {
  const readable: { path: string; index: TrackIndex }[] = [];
  for (const path of paths) {
    const index = await indexFile(path);
    if (index) readable.push({ path, index });
    else log.info({ take: take.take, path }, 'a segment holds nothing that can be read');
  }
  const [first] = readable;
  if (!first) return undefined;
  const clock = clockOf(take, first.index, reports, log);
  // A damaged file may tell any time; what was not captured while the take ran is not part of it.
  const isOfTake = ({ from }: Segment): boolean => from >= take.from - REPORTS_AROUND_MS && from <= take.to + REPORTS_AROUND_MS;
  const segments = readable
    .map(({ path, index }): Segment => ({ path, from: clock.instantOf(index.firstMs), to: clock.instantOf(index.lastMs) }))
    .filter(isOfTake);
  if (segments.length === 0) return undefined;
  const { seatId, source, producerId } = take;
  return { take: take.take, producerId, seatId, source, segments, until: take.to, width: first.index.width, height: first.index.height };
}

/** An FFmpeg that does not count from where we told it would put a take anywhere: then its first packet came when it could first receive. */
function clockOf(take: TakeRecord, { firstMs }: TrackIndex, reports: readonly ClockReport[], log: Log): ClockMap {
  const [from, to] = [take.from - REPORTS_AROUND_MS, take.to + REPORTS_AROUND_MS];
  const fallback = { mediaMs: firstMs, at: take.from };
  const near = reports.filter(({ at }) => at >= from && at <= to);
  const clock = new ClockMap(near, take.clockRate, fallback);
  const begins = clock.instantOf(firstMs);
  if (begins >= from && begins <= to) return clock;
  log.warn({ take: take.take, begins, from, to }, 'the clock of a take cannot be told from its reports');
  return new ClockMap([], take.clockRate, fallback);
}
