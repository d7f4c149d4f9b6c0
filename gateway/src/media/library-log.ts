import { setLogEventListeners } from 'mediasoup';
import type { Log } from '../ports.ts';

/** mediasoup and its workers say what went wrong in the log of the gateway. */
export function logMediasoup(log: Log): void {
  setLogEventListeners({
    onwarn: (from, line) => log.warn({ from }, line),
    onerror: (from, line, error) => log.error({ from, err: error }, line),
  });
}
