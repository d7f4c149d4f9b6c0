import { deflateSync } from 'node:zlib';
import type { Frame, Page } from 'playwright-core';

/** Calls as somebody makes them from the console, with their own bearer. */
export const raw = (
  on: Page | Frame,
  path: string,
  init: { method?: string; body?: string } = {},
): Promise<{ status: number; text: string }> =>
  on.evaluate(
    `(async () => {
      const { token } = await (await fetch('/api/session/restore', { method: 'POST' })).json();
      const answer = await fetch(${JSON.stringify(path)}, { ...${JSON.stringify(init)}, headers: { authorization: 'Bearer ' + token, 'content-type': 'application/json' } });
      return { status: answer.status, text: await answer.text() };
    })()`,
  );

/** A picture of one pixel, whole and of the right sums. */
export function onePixel(): Buffer {
  const crc = (bytes: Buffer) => {
    let rest = ~0;
    for (const byte of bytes) {
      rest ^= byte;
      for (let bit = 0; bit < 8; bit += 1) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
    }
    return ~rest >>> 0;
  };
  const part = (type: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(type), data]);
    const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    size.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc(named));
    return Buffer.concat([size, named, sum]);
  };
  const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    part('IHDR', head),
    part('IDAT', deflateSync(Buffer.from([0, 200, 30, 30]))),
    part('IEND', Buffer.alloc(0)),
  ]);
}
