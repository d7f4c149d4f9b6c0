import { expect, it } from 'vitest';
import type { Person } from './lib/person.ts';
import { childrenOf, commandOf } from './lib/processes.ts';
import { story } from './lib/story.ts';
import { until } from './lib/until.ts';

// Two media workers, so that two rooms live on different ones.
const here = story({ workers: 2 });

/** The worker processes that really carry media: CPU time tells busy from idle. */
const workersOf = (gateway: number): number[] => childrenOf(gateway).filter((pid) => /mediasoup-worker/.test(commandOf(pid)));

const videoTime = (person: Person, other: Person): Promise<{ frame: number } | undefined> => person.sees(other);

it('[ST20] a killed media worker brings its room back without a reload, and leaves the other room alone', async () => {
  const tara = await here.arrive('tara', { clip: 0 });
  const sam = await here.arrive('sam', { clip: 1 });
  const ada = await here.arrive('ada', { clip: 2 });
  await tara.joinClass('Live class');
  await ada.joinClass('Office hours');
  await sam.joinClass('Live class');
  for (const [person, other] of [
    [tara, sam],
    [sam, tara],
  ] as const)
    await person.seesMoving(other, { timeoutMs: 30_000 });
  await tara.room.evaluate('window.__notReloaded = true');
  await ada.room.evaluate('window.__notReloaded = true');

  const gateway = tara.house.child('gateway').pid;
  const workers = workersOf(gateway);
  expect(workers).toHaveLength(2);
  const ours = await workerOfRoom(tara, workers);
  process.kill(ours, 'SIGKILL');
  await until('a new worker', () => workersOf(gateway).length === 2 && !workersOf(gateway).includes(ours));

  // The old picture may stay for a moment: only what was made after the death counts.
  const before = await videoTime(tara, sam);
  await until('another picture of Sam', async () => {
    const now = await videoTime(tara, sam);
    return now && now.frame !== before?.frame;
  });
  for (const [person, other] of [
    [tara, sam],
    [sam, tara],
  ] as const)
    await person.seesMoving(other, { timeoutMs: 30_000 });
  await tara.hearsSpeech(sam, 1);
  for (const person of [tara, ada]) expect(await person.room.evaluate('window.__notReloaded')).toBe(true);
  expect(await ada.room.evaluate('__liveclass.dump()')).toBeTruthy();
  for (const person of [tara, sam, ada]) expect([person.name, person.errors]).toEqual([person.name, []]);
});

/** Which worker process has that person's room. */
async function workerOfRoom(person: Person, workers: readonly number[]): Promise<number> {
  const dump = JSON.stringify(await person.house.control('node.dump', {}));
  const named = workers.filter((pid) => dump.includes(String(pid)));
  expect(named.length).toBeGreaterThan(0);
  return named[0] as number;
}
