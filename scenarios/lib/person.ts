import { PEOPLE } from '@liveclass/fixtures/sandbox-lms/people.ts';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { type BrowserOptions, openBrowser } from './browser.ts';
import type { House } from './house.ts';
import { Senses } from './senses.ts';
import { until } from './until.ts';
import { words } from './words.ts';

/** All that a person must know of a house: where its course is, and its tool. */
export type Campus = Pick<House, 'sandboxUrl' | 'toolUrl' | 'lms'>;

/** Somebody with a browser of their own: of the sandbox LMS, or of another that signs them in by itself. */
export class Person<H extends Campus = House> extends Senses {
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
    super();
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

  /** Waits until that person's tile says that they are muted. */
  async showsMuted(other: Person): Promise<void> {
    await this.room.locator(`[data-testid=tile][data-name="${other.name}"][aria-label*="${words('room.tile.muted')}"]`).waitFor();
  }

  override inRoom<T>(expression: string): Promise<T> {
    return this.room.evaluate<T>(expression);
  }

  button(name: string, values?: Record<string, string>) {
    return this.room.getByRole('button', { name: words(name, values), exact: true });
  }

  async leave(): Promise<void> {
    await this.browser.close();
  }
}
