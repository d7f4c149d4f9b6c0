import { createSocket, type Socket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { Refusal } from '@liveclass/contract';

const LOOPBACK = '127.0.0.1';
const BOUND_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 20;

export interface PortRange {
  readonly min: number;
  readonly max: number;
}

/** Even UDP ports, each with the odd one above it, for FFmpeg to receive on; one gateway never gives out a pair twice at a time. */
export class ReceivePorts {
  readonly #range: PortRange;
  readonly #leased = new Set<number>();
  #next: number;

  /** `first` spreads the gateways of one host over the range, so that they seldom try the same ports at once. */
  constructor(range: PortRange, first: number) {
    this.#range = range;
    this.#next = first;
  }

  /** Rejects with a Refusal 'busy' when every pair is taken. */
  async lease(): Promise<number> {
    const pairs = Math.floor((this.#range.max - this.#range.min) / 2);
    for (let tried = 0; tried < pairs; tried += 1) {
      const port = this.#range.min + (this.#range.min % 2) + (this.#next++ % pairs) * 2;
      if (this.#leased.has(port)) continue;
      this.#leased.add(port);
      if ((await isFree(port)) && (await isFree(port + 1))) return port;
      this.#leased.delete(port);
    }
    throw new Refusal('busy', 'no free port to receive on');
  }

  free(port: number): void {
    this.#leased.delete(port);
  }

  dump(): object {
    return { leased: [...this.#leased] };
  }
}

async function isFree(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  const isBound = await new Promise<boolean>((resolve) => {
    socket.once('error', () => resolve(false));
    socket.bind({ port, address: LOOPBACK, exclusive: true }, () => resolve(true));
  });
  await new Promise<void>((resolve) => (isBound ? socket.close(() => resolve()) : resolve()));
  return isBound;
}

/** A UDP socket of ours on this machine only, on a port that the system chooses. */
export async function openSocket(): Promise<Socket> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ port: 0, address: LOOPBACK, exclusive: true }, resolve);
  });
  return socket;
}

/**
 * Waits until somebody has bound both ports of a pair, as the kernel's table says: trying to bind them ourselves could
 * take a port away from FFmpeg in the very moment. False when `isOver` says so, or after ten seconds.
 */
export async function untilBound(port: number, isOver: () => boolean): Promise<boolean> {
  const from = performance.now();
  while (!isOver() && performance.now() - from < BOUND_WITHIN_MS) {
    const table = await readFile('/proc/net/udp', 'utf8');
    if (table.includes(localAddress(port)) && table.includes(localAddress(port + 1))) return true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return false;
}

/** As the kernel prints 127.0.0.1 on a little-endian machine. */
const localAddress = (port: number): string => ` 0100007F:${port.toString(16).toUpperCase().padStart(4, '0')} `;
