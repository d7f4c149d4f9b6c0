import { createServer } from 'node:net';

/**
 * The first of so many free TCP ports in a row, below what the system hands out to outgoing connections. Media ports
 * cannot be 0: a worker has a fixed port, so that its replacement is found at the same place.
 */
export async function freePorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const first = 12_000 + Math.floor(Math.random() * 17_000);
    const all = await Promise.all(Array.from({ length: count }, (_, index) => isFree(first + index)));
    if (all.every(Boolean)) return first;
  }
  throw new Error('no free ports were found');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
