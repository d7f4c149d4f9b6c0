import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { envelope, onsets, picturesOf, soundOf } from './lib/mp4.ts';
import { badge, download, inCourse, openFromCourse, playing, record } from './lib/recorder.ts';
import { story } from './lib/story.ts';
import { forSeconds, until } from './lib/until.ts';

const here = story();
const dir = mkdtempSync(join(tmpdir(), 'live-class-sync-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it('[ST11] sound and picture of one clock are at most 80 ms apart', async () => {
  const initScript = readFileSync(join(import.meta.dirname, 'lib', 'one-clock.js'), 'utf8');
  const clock = await here.arrive('tara', { initScript });
  await clock.joinClass('Live class');
  await record(clock, 'start');
  await badge(clock, true);
  await forSeconds(11);
  await record(clock, 'stop');
  const [material] = await inCourse(clock, 1);
  const player = await openFromCourse(clock, String(material?.title));
  const file = await until('the recording', async () => download(clock, (await playing(player)).src, dir));
  const { levels, stepMs } = envelope(await soundOf(file));
  const tones = onsets(levels, stepMs);
  const pictures = await picturesOf(file, 60);
  const flashes = onsets(
    pictures.map(({ brightness }) => brightness),
    1000 / 60,
  );
  expect(tones.length).toBeGreaterThanOrEqual(3);
  expect(flashes.length).toBeGreaterThanOrEqual(3);
  const offsets = flashes.flatMap((flash) => {
    const nearest = tones.reduce((best, tone) => (Math.abs(tone - flash) < Math.abs(best - flash) ? tone : best), Number.POSITIVE_INFINITY);
    return Math.abs(nearest - flash) < 900 ? [nearest - flash] : [];
  });
  const middle = [...offsets].sort((a, b) => a - b)[Math.floor(offsets.length / 2)] ?? Number.NaN;
  console.log(`sound minus picture: ${offsets.map((one) => one.toFixed(0)).join(', ')} ms`);
  expect(Math.abs(middle)).toBeLessThanOrEqual(80);
});
