import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PEOPLE } from '@liveclass/fixtures/sandbox-lms/people.ts';
import { type Browser, type Frame, launch, type Page } from 'puppeteer-core';
import { ensureFirefox } from '../../scripts/lib/binaries.mjs';
import type { House } from './house.ts';
import { soundOf } from './mp4.ts';
import { type Named, Senses } from './senses.ts';
import { until } from './until.ts';
import { words } from './words.ts';

const EYES_AND_EARS = readFileSync(join(import.meta.dirname, 'in-page.js'), 'utf8');

/** The address of a control by its role and the words people read on it. */
export const named = (role: string, key: string, values?: Record<string, string>): string =>
  `::-p-aria([name="${words(key, values)}"][role="${role}"])`;

/**
 * Somebody with a Firefox of their own, of the sandbox LMS. It is driven by WebDriver BiDi, the standard protocol; Firefox takes no
 * media files, so its camera is its own changing colour and its microphone a tone of this pitch.
 */
export class FirefoxPerson extends Senses {
  readonly name: string;
  readonly id: string;
  readonly browser: Browser;
  /** The tab with the course. */
  readonly course: Page;
  readonly house: House;
  readonly #folder = mkdtempSync(join(tmpdir(), 'live-class-firefox-'));
  #room: Page | undefined;

  private constructor(house: House, id: string, browser: Browser, course: Page) {
    super();
    this.house = house;
    this.id = id;
    this.name = PEOPLE.find((one) => one.id === id)?.name ?? id;
    this.browser = browser;
    this.course = course;
  }

  static async arrive(house: House, id: string, pitch: number): Promise<FirefoxPerson> {
    const browser = await launch({
      browser: 'firefox',
      executablePath: await ensureFirefox(),
      defaultViewport: { width: 1280, height: 800 },
      extraPrefsFirefox: {
        'intl.accept_languages': 'en-GB',
        'media.autoplay.default': 0,
        'media.navigator.audio.fake_frequency': pitch,
        'media.navigator.permission.disabled': true,
        // A camera that is none does not count as allowed, and without that Firefox offers ICE no address but that of its way out.
        'permissions.default.camera': 1,
        'permissions.default.microphone': 1,
        'media.navigator.streams.fake': true,
        // The house of a story is on this very machine; Firefox leaves the loopback out of ICE otherwise.
        'media.peerconnection.ice.loopback': true,
      },
    });
    const [course = await browser.newPage()] = await browser.pages();
    const person = new FirefoxPerson(house, id, browser, course);
    course.setDefaultTimeout(60_000);
    await course.goto(`${house.sandboxUrl}/sign-in`);
    await Promise.all([course.waitForNavigation(), course.locator(`button[value="${id}"]`).click()]);
    return person;
  }

  /** Clicks a thing of the course; the tool in its frame, once that shows what is waited for. */
  async open(title: string, shows: string): Promise<Frame> {
    await this.course.bringToFront();
    await this.course.goto(`${this.house.sandboxUrl}/courses/bio`);
    await this.course.locator(`::-p-aria([name="${title}"][role="link"])`).click();
    return until(`${title} in the frame`, async () => {
      const frames = this.course.frames().filter((frame) => frame.parentFrame());
      for (const frame of frames) if (await frame.$(shows)) return frame;
      throw new Error(`frames: ${frames.map((frame) => frame.url())}`);
    });
  }

  /** From the course into the room, which opens in a tab of its own. */
  async joinClass(): Promise<Page> {
    const ways = `${named('button', 'lobby.join')}, ${named('button', 'lobby.start')}`;
    const lobby = await this.open('Live class', ways);
    const [tab] = await Promise.all([
      this.browser.waitForTarget((target) => /\/room/.test(target.url()), { timeout: 60_000 }),
      lobby.locator(ways).click(),
    ]);
    const room = await tab.page();
    if (!room) throw new Error(`No tab opened for ${this.name}.`);
    room.setDefaultTimeout(60_000);
    this.#room = room;
    await this.look();
    return room;
  }

  /** Makes a fresh page of the room ready to look and listen. */
  async look(): Promise<void> {
    await this.room.waitForSelector(named('button', 'room.leave'));
    await this.room.evaluate(EYES_AND_EARS);
  }

  get room(): Page {
    if (!this.#room) throw new Error(`${this.name} has not entered the room.`);
    return this.#room;
  }

  override inRoom<T>(expression: string): Promise<T> {
    return this.room.evaluate(expression) as Promise<T>;
  }

  protected override async listen(other: Named, ms: number): Promise<Float32Array | undefined> {
    const taped = await this.inRoom<string | null>(`__story.tape(${JSON.stringify(other.name)}, ${ms})`);
    if (taped === null) return undefined;
    const file = join(this.#folder, 'heard.webm');
    writeFileSync(file, Buffer.from(taped, 'base64'));
    return soundOf(file);
  }

  async press(key: string, values?: Record<string, string>): Promise<void> {
    await this.room.locator(named('button', key, values)).click();
  }

  async leave(): Promise<void> {
    await this.browser.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
