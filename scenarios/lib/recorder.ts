import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Campus, Person } from './person.ts';
import { until } from './until.ts';
import { words } from './words.ts';

/** The teacher's record menu. */
export async function record(person: Person<Campus>, action: 'start' | 'pause' | 'resume' | 'stop'): Promise<void> {
  await person.room
    .getByRole('button', { name: words('recording.menu') })
    .first()
    .click();
  await person.room.getByRole('menuitem', { name: new RegExp(`^${words(`recording.${action}`)}`) }).click();
}

/** Waits until the room's badge says that it records, or not. */
export const badge = (person: Person<Campus>, shown: boolean): Promise<unknown> =>
  until(`${person.name} to ${shown ? '' : 'not '}see the recording badge`, async () => {
    return (await person.room.getByRole('timer').count()) > 0 === shown;
  });

/** Waits until the course has that many recordings among its materials. */
export const inCourse = (person: { readonly house: Pick<Campus, 'lms'> }, count: number) =>
  until(
    `${count} recordings among the course materials`,
    async () => {
      const { materials } = await person.house.lms();
      if (materials.length !== count) throw new Error(`${materials.length} there`);
      return materials;
    },
    { timeoutMs: 150_000, everyMs: 500 },
  );

/** Opens the newest recording from the course materials; the player's page in its frame, or the frame itself. */
export async function openFromCourse(person: Person<Campus>, title: string) {
  await person.course.goto(`${person.house.sandboxUrl}/courses/bio`);
  await person.course.getByRole('link', { name: title }).first().click();
  return until('the player in the frame', async () => {
    const frame = person.course.frame({ name: 'tool' });
    return frame && (await frame.locator('video').count()) > 0 ? frame : undefined;
  });
}

interface Where {
  evaluate(expression: string): Promise<unknown>;
}

export interface Playing {
  readonly time: number;
  readonly duration: number;
  readonly src: string;
  readonly paused: boolean;
  readonly ready: number;
}

export const playing = async (where: Where): Promise<Playing> =>
  (await where.evaluate(`(() => {
    const video = document.querySelector('video');
    return { time: video.currentTime, duration: video.duration, src: video.currentSrc, paused: video.paused, ready: video.readyState };
  })()`)) as Playing;

/** Fetches the recording through the player's own link, as the browser would. */
export async function download(person: Person<Campus>, src: string, dir: string): Promise<string> {
  const answer = await person.context.request.get(src);
  if (!answer.ok()) throw new Error(`The recording answered ${answer.status()}`);
  const file = join(dir, 'recording.mp4');
  writeFileSync(file, await answer.body());
  return file;
}
