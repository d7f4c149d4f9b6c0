import { RecordingPhase } from '@liveclass/contract';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Recorder, Rooms } from '../ports.ts';

/** What the metrics know of a worker. */
export interface WorkerFigures {
  readonly index: number;
  readonly isAlive: boolean;
  readonly cpu: number;
}

export interface MetricsOptions {
  readonly rooms: Rooms;
  readonly recorder: Recorder;
  readonly workers: () => readonly WorkerFigures[];
  readonly workerDeaths: () => number;
}

/** Figures for Prometheus, read when asked for. Only counts: no ids, no names, no addresses. */
export function createMetrics({ rooms, recorder, workers, workerDeaths }: MetricsOptions): Registry {
  const registry = new Registry();
  // Brings the event loop's lag, memory and CPU of this process.
  collectDefaultMetrics({ register: registry });
  for (const kind of ['rooms', 'seats', 'producers', 'consumers'] as const)
    gauge(registry, `liveclass_gateway_${kind}`, `How many ${kind} there are.`, (set) => set(rooms.census()[kind]));
  gauge(registry, 'liveclass_gateway_draining', '1 while no new rooms are taken.', (set) => set(rooms.isDraining ? 1 : 0));
  perWorker(registry, workers);
  perPhase(registry, recorder);
  const deaths = new Counter({
    name: 'liveclass_gateway_worker_deaths_total',
    help: 'Media workers that died.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(workerDeaths());
    },
  });
  deaths.inc(0);
  return registry;
}

function gauge(registry: Registry, name: string, help: string, read: (set: (value: number) => void) => void): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      read((value) => this.set(value));
    },
  });
}

function perWorker(registry: Registry, workers: () => readonly WorkerFigures[]): void {
  new Gauge({
    name: 'liveclass_gateway_worker_up',
    help: '1 for a media worker that lives.',
    labelNames: ['worker'],
    registers: [registry],
    collect() {
      for (const { index, isAlive } of workers()) this.set({ worker: index }, isAlive ? 1 : 0);
    },
  });
  new Gauge({
    name: 'liveclass_gateway_worker_cpu',
    help: 'Share of a core that the media worker uses, 0 to 1.',
    labelNames: ['worker'],
    registers: [registry],
    collect() {
      for (const { index, cpu } of workers()) this.set({ worker: index }, cpu);
    },
  });
}

function perPhase(registry: Registry, recorder: Recorder): void {
  new Gauge({
    name: 'liveclass_gateway_recordings',
    help: 'Recordings on this gateway by phase.',
    labelNames: ['phase'],
    registers: [registry],
    collect() {
      const all = recorder.all();
      for (const phase of RecordingPhase.options) this.set({ phase }, all.filter((status) => status.phase === phase).length);
    },
  });
}
