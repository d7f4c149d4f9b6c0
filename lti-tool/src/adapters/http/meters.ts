import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Meters } from '../../ports/meters.ts';

export interface PrometheusMeters extends Meters {
  launch(result: string): void;
  /** Prometheus text. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Counts for operators. Every label is from a closed list, so that no id or name ends in a time series. */
export function prometheusMeters(): PrometheusMeters {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry });
  const links = new Gauge({ name: 'liveclass_tool_links', help: 'Open tool links.', registers });
  const refused = new Counter({ name: 'liveclass_tool_links_refused_total', help: 'Links refused.', labelNames: ['reason'], registers });
  const wishes = new Histogram({
    name: 'liveclass_tool_wish_seconds',
    help: 'Wishes answered, by result.',
    labelNames: ['wish', 'result'],
    buckets: [0.01, 0.05, 0.2, 1, 5],
    registers,
  });
  const launches = new Counter({ name: 'liveclass_launches_total', help: 'LTI launches by result.', labelNames: ['result'], registers });
  const playback = new Counter({
    name: 'liveclass_playback_requests_total',
    help: 'Playback requests.',
    labelNames: ['result'],
    registers,
  });
  return {
    linkOpened: () => links.inc(),
    linkClosed: () => links.dec(),
    linkRefused: (reason) => refused.inc({ reason }),
    wish: (wish, result, ms) => wishes.observe({ wish, result }, ms / 1000),
    launch: (result) => launches.inc({ result }),
    playback: (result) => playback.inc({ result }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
