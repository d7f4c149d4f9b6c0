import { afterAll } from 'vitest';
import { buildOnce } from './frontend.ts';
import { House } from './house.ts';
import { MoodleSite } from './moodle.ts';
import { MoodlePerson } from './moodle-person.ts';
import { StandInTool } from './stand-in-tool.ts';
import { chapters, showFailure } from './story.ts';

/** The source folder of the Moodle that the stories install. */
export const MOODLE_SOURCE = process.env['MOODLE_DIR'];

/** `npm test` counts a skipped story only where its title gives this reason. */
export const moodleTitle = (title: string): string => (MOODLE_SOURCE ? title : `${title} (skipped: MOODLE_DIR is not set)`);

/** Installing a Moodle takes a minute, and many on a busy machine. */
export const INSTALLING_MS = 1_500_000;

/** A real Moodle for the tests of one file, with a tool and its people; whoever and whatever was started is ended, and a failure shows the logs. */
export function moodleStory(plugin: 'installed' | 'absent' = 'installed') {
  let site: MoodleSite | undefined;
  const started: { stop(): unknown; logs?(): string }[] = [];
  const people: MoodlePerson[] = [];
  const owned = <T extends (typeof started)[number]>(thing: T): T => {
    started.push(thing);
    return thing;
  };

  chapters((title) => showFailure(title, { logs: () => started.map((one) => one.logs?.() ?? '').join('\n') }, people));
  afterAll(async () => {
    await Promise.all(people.map((person) => person.leave().catch(() => undefined)));
    for (const one of started.reverse()) await one.stop();
  });

  return {
    /** Installs the site. */
    async open(): Promise<MoodleSite> {
      site ??= owned(await MoodleSite.start(String(MOODLE_SOURCE), { plugin }));
      return site;
    },
    async openStandIn(): Promise<StandInTool> {
      return owned(await StandInTool.open());
    },
    /** The real tool, with everything that belongs to it. */
    async openHouse(): Promise<House> {
      await buildOnce();
      return owned(await House.start());
    },
    async arrive(username: string, clip?: number): Promise<MoodlePerson> {
      const person = await MoodlePerson.arrive(await this.open(), username, clip);
      people.push(person);
      return person;
    },
  };
}
