import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, type TestContext } from 'vitest';
import type { BrowserOptions } from './browser.ts';
import { ROOT } from './child.ts';
import { buildOnce } from './frontend.ts';
import { House, type HouseOptions } from './house.ts';
import { type Campus, Person } from './person.ts';

/** The tests of a file are chapters of one story: where one failed it is shown, and the next would only wait in vain. */
export function chapters(show: (title: string) => Promise<void>): void {
  let broken: string | undefined;
  beforeEach(() => {
    if (broken) throw new Error(`The story ended at: ${broken}`);
  });
  afterEach(async ({ task }: TestContext) => {
    if (task.result?.state !== 'fail' || broken) return;
    broken = task.name;
    await show(task.name);
  });
}

/** A house and its people for the tests of one file; whoever and whatever was started is ended, and a failure shows the logs. */
export function story(options: HouseOptions = {}) {
  let house: House | undefined;
  const people: Person[] = [];

  chapters((title) => showFailure(title, house, people));
  afterAll(async () => {
    await Promise.all(people.map((person) => person.leave().catch(() => undefined)));
    await house?.stop();
  });

  const open = async (): Promise<House> => {
    await buildOnce();
    house ??= await House.start(options);
    return house;
  };
  const arrive = async (id: string, browser: BrowserOptions = {}): Promise<Person> => {
    const person = await Person.arrive(await open(), id, browser);
    people.push(person);
    return person;
  };

  return {
    open,
    arrive,
    /** The teacher Tara and the students Sam and Ada, with the clips 0, 1 and 2. */
    async arriveThree(): Promise<[Person, Person, Person]> {
      return [await arrive('tara', { clip: 0 }), await arrive('sam', { clip: 1 }), await arrive('ada', { clip: 2 })];
    },
    async dismiss(person: Person): Promise<void> {
      people.splice(people.indexOf(person), 1);
      await person.leave();
    },
  };
}

/** Pictures of everybody's pages to test-results/, and what servers and pages said. */
export async function showFailure(
  title: string,
  house: { logs(): string } | undefined,
  people: readonly Pick<Person<Campus>, 'id' | 'name' | 'context' | 'errors'>[],
): Promise<void> {
  const folder = join(ROOT, 'test-results');
  mkdirSync(folder, { recursive: true });
  const slug = title.replace(/\W+/g, '-').slice(0, 60);
  for (const person of people) {
    for (const [index, page] of person.context.pages().entries())
      await page.screenshot({ path: join(folder, `${slug}-${person.id}-${index}.png`), timeout: 5_000 }).catch(() => undefined);
    for (const page of person.context.pages()) {
      const said = await Promise.race([page.evaluate('window.__liveclass?.dump()'), pause(5_000, undefined)]).catch(() => undefined);
      if (said) console.error(`${person.name} at ${page.url()}: ${JSON.stringify(said)}`);
    }
    if (person.errors.length > 0) console.error(`${person.name}'s pages threw:\n${person.errors.join('\n')}`);
  }
  console.error(house?.logs() ?? 'There was no house yet.');
}
