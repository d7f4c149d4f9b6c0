import { readFileSync } from 'node:fs';
import { ensureClip } from '@liveclass/fixtures/media/clips.ts';
import { type Likeness, likenessToLoop, loudness } from '@liveclass/fixtures/media/correlate.ts';
import { readWav, SPEECH_RATE } from '@liveclass/fixtures/media/speech.ts';
import { readTimecode, type Timecode } from '@liveclass/fixtures/media/timecode.ts';
import { PEOPLE } from '@liveclass/fixtures/sandbox-lms/people.ts';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { type BrowserOptions, cacheDir, openBrowser } from './browser.ts';
import type { House } from './house.ts';
import { type Patience, until } from './until.ts';
import { words } from './words.ts';

const SMALL = { width: 160, height: 90 };

/** The timecode in what `__story.band` gave. */
export const decodeBand = (band: number[] | null): Timecode | undefined =>
  band ? readTimecode({ data: Uint8Array.from(band), width: SMALL.width, height: SMALL.height, step: 4 }) : undefined;

export interface Heard extends Likeness {
  readonly loudness: number;
  readonly samples: Float32Array;
}

/** All that a person must know of a house: where its course is, and its tool. */
export type Campus = Pick<House, 'sandboxUrl' | 'toolUrl' | 'lms'>;
type Named = Pick<Person, 'name'>;

/** Somebody with a browser of their own: of the sandbox LMS, or of another that signs them in by itself. */
export class Person<H extends Campus = House> {
  readonly name: string;
  readonly id: string;
  readonly browser: Browser;
  readonly context: BrowserContext;
  /** The tab with the course. */
  readonly course: Page;
  readonly house: H;
  /** Errors that pages threw; a story that passes with some has not really passed. */
  readonly errors: string[] = [];
  #room: Page | undefined;

  private constructor(house: H, id: string, browser: Browser, context: BrowserContext, course: Page) {
    this.house = house;
    this.id = id;
    this.name = PEOPLE.find((one) => one.id === id)?.name ?? id;
    this.browser = browser;
    this.context = context;
    this.course = course;
    context.on('weberror', (error) => this.errors.push(error.error().stack || String(error.error())));
  }

  /** With an empty tab, signed in nowhere. */
  static async come<H extends Campus>(house: H, id: string, options: BrowserOptions = {}): Promise<Person<H>> {
    const { browser, context } = await openBrowser(options);
    return new Person(house, id, browser, context, await context.newPage());
  }

  static async arrive<H extends Campus>(house: H, id: string, options: BrowserOptions = {}): Promise<Person<H>> {
    const person = await Person.come(house, id, options);
    const { course } = person;
    await course.goto(`${house.sandboxUrl}/sign-in`);
    await course.locator(`button[value="${id}"]`).click();
    await course.waitForURL('**/courses');
    return person;
  }

  /** Clicks the activity in the course; the lobby in its frame. */
  async openLobby(activity = 'Live class', course = 'bio'): Promise<Frame> {
    // As a person would: the tab that is clicked in is the one in front. Chromium loses a click into a frame of a tab behind.
    await this.course.bringToFront();
    await this.course.goto(`${this.house.sandboxUrl}/courses/${course}`);
    await this.course.getByRole('link', { name: activity, exact: true }).click();
    return until('the lobby in the frame', async () => {
      const frame = this.course.frame({ name: 'tool' });
      return frame && /\/lobby/.test(frame.url()) ? frame : undefined;
    });
  }

  /** From the lobby into the room, which opens in a tab of its own. */
  async enter(lobby: Frame | Page): Promise<Page> {
    const opening = this.context.waitForEvent('page').catch(() => undefined);
    await lobby.getByRole('button', { name: new RegExp(`^(${words('lobby.join')}|${words('lobby.start')})$`) }).click();
    const room = await opening;
    if (!room) throw new Error(`No tab opened for ${this.name}. The lobby says: ${await lobby.locator('body').innerText()}`);
    this.#room = room;
    await room.waitForURL('**/room**');
    await this.room
      .getByRole('button', { name: words('room.leave') })
      .first()
      .waitFor();
    return room;
  }

  /** Course, click, lobby, join. */
  async joinClass(activity?: string): Promise<Page> {
    return this.enter(await this.openLobby(activity));
  }

  get room(): Page {
    if (!this.#room) throw new Error(`${this.name} has not entered the room.`);
    return this.#room;
  }

  set room(page: Page) {
    this.#room = page;
  }

  /** The timecode on that person's tile right now. */
  async sees(other: Named): Promise<Timecode | undefined> {
    return decodeBand(await this.room.evaluate<number[] | null>(`__story.band(${JSON.stringify(other.name)})`));
  }

  /** Waits until that person's picture is here and moves on: two different frames, both theirs. */
  async seesMoving(other: Named, patience?: Patience): Promise<void> {
    const seen = new Set<number>();
    await until(
      `${this.name} to see ${other.name}'s picture advance`,
      async () => {
        const code = await this.sees(other);
        if (code) seen.add(code.frame);
        if (seen.size < 3) throw new Error(`frames seen: ${[...seen].join(', ') || 'none'}; tiles: ${JSON.stringify(await this.tiles())}`);
        return true;
      },
      patience,
    );
  }

  async tiles(): Promise<{ name?: string; seat?: string; kind?: string; hasPicture: boolean }[]> {
    return this.room.evaluate('__story.tiles()');
  }

  /** Listens to that person for so long: how loud, and how like a piece of the clip that they "speak". */
  async hears(other: Named, clip: number, ms = 2_500): Promise<Heard> {
    const heard = await this.room.evaluate<string | null>(`__story.listen(${JSON.stringify(other.name)}, ${ms})`);
    if (heard === null) throw new Error(`${this.name} has no sound of ${other.name}`);
    const bytes = Buffer.from(heard, 'base64');
    const samples = Float32Array.from({ length: bytes.length >> 1 }, (_, index) => bytes.readInt16LE(index * 2) / 32_768);
    return { ...likenessToLoop(await clipSamples(clip), samples, SPEECH_RATE), loudness: loudness(samples), samples };
  }

  /** Waits until that person is heard, by the likeness of the sound with their clip. */
  hearsSpeech(other: Named, clip: number, patience?: Patience): Promise<Heard> {
    return until(
      `${this.name} to hear ${other.name}`,
      async () => {
        const heard = await this.hears(other, clip);
        if (heard.score < 0.5) throw new Error(`likeness ${heard.score.toFixed(2)}, loudness ${heard.loudness.toFixed(4)}`);
        return heard;
      },
      patience,
    );
  }

  /** Waits until that person's tile says that they are muted. */
  async showsMuted(other: Person): Promise<void> {
    await this.room.locator(`[data-testid=tile][data-name="${other.name}"][aria-label*="${words('room.tile.muted')}"]`).waitFor();
  }

  button(name: string, values?: Record<string, string>) {
    return this.room.getByRole('button', { name: words(name, values), exact: true });
  }

  async leave(): Promise<void> {
    await this.browser.close();
  }
}

const clips = new Map<number, Float32Array>();
/** The spoken clip of a person, 48 kHz. */
export async function clipSamples(clip: number): Promise<Float32Array> {
  const known = clips.get(clip) ?? readWav(readFileSync((await ensureClip(cacheDir(), clip)).audio)).samples;
  clips.set(clip, known);
  return known;
}
