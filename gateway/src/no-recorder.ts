import { Refusal } from '@liveclass/contract';
import type { Recorder } from './ports.ts';

const refuse = async (): Promise<never> => {
  throw new Refusal('not-found');
};

/** Holds no recordings and makes none. */
export const createNoRecorder = (): Recorder => ({
  start: refuse,
  admit: refuse,
  pause: refuse,
  resume: refuse,
  stop: refuse,
  compose: refuse,
  status: refuse,
  all: () => [],
  delete: async () => {},
  file: refuse,
  onStatus: () => () => {},
  end: async () => {},
});
