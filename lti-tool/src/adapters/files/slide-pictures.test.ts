import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileId, LIMITS, Refusal, type SlidesFault } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../testing/classroom-world.ts';
import { aPdf } from '../../testing/pdf.ts';
import { slidePictures } from './slide-pictures.ts';

let dir: string;
const id = FileId.parse('a-file-of-slides');
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'live-class-slides-'));
  writeFileSync(join(dir, id), aPdf());
  writeFileSync(join(dir, 'another-file-here'), 'of another class');
});
afterAll(() => rmSync(dir, { recursive: true }));

const log = { info: () => undefined, warn: () => undefined, error: () => undefined } as never;
/** Pictures made by another program than the product's. */
function madeBy(source: string, limits: Partial<typeof LIMITS> = {}) {
  const program = join(dir, 'program.mjs');
  writeFileSync(program, source);
  return slidePictures({ dir, log, program, limits: { ...LIMITS, ...limits } as typeof LIMITS });
}
const order = (made: (total: number) => void = () => undefined) => ({
  id,
  kind: 'pdf' as const,
  made: (_: object, total: number) => made(total),
});
const size = '{"width":4,"height":3}';

describe('the process that opens files', () => {
  it('[SL10] has no secrets in its environment, reads that file and no other, writes that folder and no other, and starts nothing', async () => {
    process.env['SLIDES_TEST_SECRET'] = 'of the tool';
    const pictures = madeBy(`
      import { readFileSync, writeFileSync } from 'node:fs';
      import { spawnSync } from 'node:child_process';
      import { Worker } from 'node:worker_threads';
      const { source, folder } = JSON.parse(process.argv[2]);
      const tries = (name, does) => { try { does(); return name; } catch (error) { return error.code === 'ERR_ACCESS_DENIED' ? '' : String(error); } };
      const done = [
        tries('reads its file', () => readFileSync(source)),
        tries('reads another file', () => readFileSync(source.replace('a-file-of-slides', 'another-file-here'))),
        tries('reads passwords', () => readFileSync('/etc/passwd')),
        tries('reads another environment', () => readFileSync('/proc/' + process.ppid + '/environ')),
        tries('writes elsewhere', () => writeFileSync(source, 'worse')),
        tries('starts a program', () => spawnSync('true')),
        tries('starts a thread', () => new Worker('1', { eval: true })),
      ];
      writeFileSync(folder + '/1.webp', JSON.stringify({ done: done.filter(Boolean), env: Object.keys(process.env) }));
      console.log('{"total":1,"size":${size}}');
    `);
    expect(await pictures.make(order())).toBe(null);
    expect(JSON.parse(readFileSync(join(dir, `${id}.slides`, '1.webp'), 'utf8'))).toEqual({ done: ['reads its file'], env: [] });
    expect(readFileSync(join(dir, id))).toEqual(aPdf());
  });

  it.each<readonly [string, string, SlidesFault]>([
    ['what is no word of it', 'console.log("hello")', 'broken'],
    ['a size that no page has', `console.log('{"total":1,"size":{"width":1e9,"height":1}}')`, 'broken'],
    ['more pages than there are', `for (let i = 0; i < 3; i += 1) console.log('{"total":2,"size":${size}}')`, 'too-many'],
    ['more pages than a board takes', `console.log('{"total":5000,"size":${size}}')`, 'too-many'],
    ['fewer pages than it announced', `console.log('{"total":2,"size":${size}}')`, 'broken'],
    ['nothing at all', '', 'broken'],
    ['a page, and then dies', `console.log('{"total":1,"size":${size}}'); setTimeout(() => process.abort(), 50)`, 'broken'],
  ])('[SL11] is not believed when it says %s, and leaves nothing', async (_name, source, fault) => {
    expect(await madeBy(source).make(order())).toBe(fault);
    expect(readdirSync(dir)).not.toContain(`${id}.slides`);
  });

  it('[SL3] is ended where it hangs, eats memory, or the tool ends', async () => {
    expect(await madeBy('setInterval(() => undefined, 1000)', { slidesMs: 300 as never }).make(order())).toBe('too-heavy');
    expect(await madeBy('const end = Date.now() + 10_000; while (Date.now() < end);', { slidesCpuSeconds: 1 as never }).make(order())).toBe(
      'too-heavy',
    );
    const eats = 'const kept = []; setInterval(() => kept.push(Buffer.alloc(40e6, 1)), 20)';
    expect(await madeBy(eats, { slidesMemoryBytes: (200 * 1024 ** 2) as never }).make(order())).toBe('too-heavy');
    const pictures = madeBy(`console.log('{"total":2,"size":${size}}'); setInterval(() => undefined, 1000)`);
    let heard = 0;
    const making = pictures.make(order(() => (heard += 1)));
    await until('the first page', () => heard === 1);
    const waiting = pictures.make(order());
    await pictures.end();
    expect([await making, await waiting]).toEqual(['interrupted', 'interrupted']);
  });

  it('[SL3] opens one file at a time; so many wait, and more are refused', async () => {
    const pictures = madeBy('setInterval(() => undefined, 1000)', { slidesWaiting: 1 as never });
    const both = [pictures.make(order()), pictures.make(order())];
    await expect(pictures.make(order())).rejects.toBeInstanceOf(Refusal);
    await pictures.end();
    expect(await Promise.all(both)).toEqual(['interrupted', 'interrupted']);
  });
});
