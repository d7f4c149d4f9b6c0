import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { type AddressInfo, createServer } from 'node:net';

/** A TCP port that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close((error) => (error ? reject(error) : resolve(port)));
    });
    probe.once('error', reject);
  });

const isFreeTcp = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

const isFreeUdp = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createSocket('udp4');
    probe.once('error', () => resolve(false));
    probe.bind(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

/**
 * Ports for one gateway's media: a block below Linux's ephemeral ports, so that no outgoing connection of somebody else takes one
 * between the look and the use, and away from the fixed ones of `npm start`.
 */
export async function mediaPorts(workers: number): Promise<{ media: number; plainMin: number; plainMax: number }> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const media = 10_000 + randomInt(80) * 200;
    const wanted = [...Array.from({ length: workers }, (_, index) => media + index), media + 20];
    const free = await Promise.all(wanted.flatMap((port) => [isFreeTcp(port), isFreeUdp(port)]));
    if (free.every(Boolean)) return { media, plainMin: media + 20, plainMax: media + 199 };
  }
  throw new Error('No free block of media ports was found.');
}
