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
    await person.seesMoving(other);
  await tara.room.evaluate('window.__notReloaded = true');
  await ada.room.evaluate('window.__notReloaded = true');

  const gateway = tara.house.child('gateway').pid;
  const workers = workersOf(gateway);
  expect(workers).toHaveLength(2);
  const { worker: ours } = await roomOf(tara, 2);
  const { worker: theirs } = await roomOf(tara, 1);
  expect(theirs).not.toBe(ours);
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
    await person.seesMoving(other);
  await tara.hearsSpeech(sam, 1);
  for (const person of [tara, ada]) expect(await person.room.evaluate('window.__notReloaded')).toBe(true);
  expect((await roomOf(tara, 2)).generation).toBe(2);
  expect(await roomOf(tara, 1)).toEqual({ generation: 1, worker: theirs });
  for (const person of [tara, sam, ada]) expect([person.name, person.errors]).toEqual([person.name, []]);
});

interface Dump {
  readonly workers: readonly { readonly pid: number; readonly worker: { readonly routerIds: readonly string[] } }[];
  readonly rooms: readonly { readonly generation: number; readonly seats: readonly unknown[]; readonly media: unknown }[];
}

const dumpOf = async (person: Person) => (await person.house.control('node.dump', {})) as Dump;

/** The room with so many seats, and the process of the worker it lives on. */
async function roomOf(person: Person, seats: number): Promise<{ generation: number; worker: number }> {
  const { rooms, workers } = await dumpOf(person);
  const room = rooms.find((one) => one.seats.length === seats);
  const media = JSON.stringify(room?.media);
  const worker = workers.find((one) => one.worker.routerIds.some((id) => media.includes(id)));
  if (!room || !worker)
    throw new Error(`There is no room of ${seats} in ${JSON.stringify({ rooms: rooms.length, workers: workers.length })}`);
  return { generation: room.generation, worker: worker.pid };
}
