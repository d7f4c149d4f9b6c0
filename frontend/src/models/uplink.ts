import type { Quality } from './person-media.ts';

/** What the far end says of our own sending: share of packets lost and the time there and back. */
export interface UplinkReport {
  readonly lost: number;
  readonly roundTripMs: number;
}

type Row = Readonly<Record<string, unknown>>;
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

export function uplinkOf(rows: Iterable<Row>): UplinkReport | undefined {
  const reports = [...rows].filter((row) => row['type'] === 'remote-inbound-rtp');
  if (reports.length === 0) return undefined;
  return {
    lost: Math.max(...reports.map((row) => number(row['fractionLost']))),
    roundTripMs: Math.max(...reports.map((row) => number(row['roundTripTime']) * 1_000)),
  };
}

export function uplinkQuality(report: UplinkReport | undefined): Quality {
  if (!report) return 'good';
  if (report.lost > 0.1 || report.roundTripMs > 800) return 'bad';
  return report.lost > 0.03 || report.roundTripMs > 400 ? 'weak' : 'good';
}
