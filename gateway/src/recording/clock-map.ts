import type { ClockReport } from './manifest.ts';
import { BASE_RTP } from './rtcp.ts';

const RTP_RANGE = 2 ** 32;
const USED_REPORTS = 5;
/** Both clocks are of this machine; a difference beyond this means that one was set while the class ran. */
const CLOCKS_AGREE_MS = 250;

/**
 * When the media of a take was captured. Its timestamps count on the sender's RTP clock, which drifts by up to a second in
 * three hours against ours; sender reports say what it showed when. `fallback` is used for a take that no report ever came for.
 */
export class ClockMap {
  readonly #reports: readonly ClockReport[];
  readonly #clockRate: number;
  readonly #fallback: { readonly mediaMs: number; readonly at: number };

  /** `fallback`: the take's first timestamp and the instant from which it could receive. */
  constructor(reports: readonly ClockReport[], clockRate: number, fallback: { mediaMs: number; at: number }) {
    this.#reports = reports;
    this.#clockRate = clockRate;
    this.#fallback = fallback;
  }

  /** The instant by our clock at which what stands at `mediaMs` (milliseconds, as in the take's files) was captured. */
  instantOf(mediaMs: number): number {
    return mediaMs + this.#offsetAt(mediaMs);
  }

  /** The median of the nearest reports: one that was late or early moves nothing. */
  #offsetAt(mediaMs: number): number {
    if (this.#reports.length === 0) return this.#fallback.at - this.#fallback.mediaMs;
    const nearest = this.#reports
      .map((report) => {
        const reportMs = this.#mediaMsOf(report.rtp, mediaMs);
        return { distance: Math.abs(reportMs - mediaMs), offset: report.ntpMs - reportMs };
      })
      .sort((a, b) => a.distance - b.distance)
      .slice(0, USED_REPORTS);
    return median(nearest.map(({ offset }) => offset)) + this.#correction();
  }

  /** RTP timestamps wrap (at 90 kHz every 13 hours): the turn nearest to `nearMs` is meant. */
  #mediaMsOf(rtp: number, nearMs: number): number {
    const ticks = rtp - BASE_RTP;
    const turns = Math.round(((nearMs * this.#clockRate) / 1000 - ticks) / RTP_RANGE);
    return ((ticks + turns * RTP_RANGE) * 1000) / this.#clockRate;
  }

  /** How far our clock is from the reporter's. */
  #correction(): number {
    const apart = median(this.#reports.map(({ at, ntpMs }) => at - ntpMs));
    return Math.abs(apart) > CLOCKS_AGREE_MS ? apart : 0;
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
