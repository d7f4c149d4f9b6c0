import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { ADMIN, type MoodleSite } from './moodle.ts';
import { type Activity, activitiesOf } from './moodle-courses.ts';

/** PHP's own web server on a busy machine is slow, not broken. Less than a test has: it should say what it waited for. */
const PATIENCE_MS = 120_000;

/** Somebody with a browser of their own who is signed in at a Moodle. */
export class MoodlePerson {
  readonly id: string;
  readonly name: string;
  readonly context: BrowserContext;
  /** The tab with the course. */
  readonly page: Page;
  /** Errors that pages of the tool or of Moodle threw. */
  readonly errors: string[] = [];
  readonly #browser: Browser;
  readonly #site: MoodleSite;

  private constructor(site: MoodleSite, id: string, browser: Browser, context: BrowserContext, page: Page) {
    this.#site = site;
    this.id = id;
    this.name = id;
    this.#browser = browser;
    this.context = context;
    this.page = page;
    context.on('weberror', (error) => this.errors.push(error.error().stack || String(error.error())));
  }

  /** Everybody of the tests has the same password. */
  static async arrive(site: MoodleSite, username: string, clip = 0): Promise<MoodlePerson> {
    const { browser, context } = await openBrowser({ clip });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    await page.goto(`${site.url}/login/index.php`);
    await page.locator('#username').fill(username);
    await page.locator('#password').fill(ADMIN.password);
    await page.locator('#loginbtn').click();
    await page.waitForURL((url) => !url.pathname.startsWith('/login'), { waitUntil: 'domcontentloaded' });
    return new MoodlePerson(site, username, browser, context, page);
  }

  async leave(): Promise<void> {
    await this.#browser.close();
  }

  async openCourse(course: number): Promise<void> {
    await this.page.goto(`${this.#site.url}/course/view.php?id=${course}`);
  }

  /** Clicks an activity on the course page; the window that opens. */
  async openActivity(name: string, course: number): Promise<Page> {
    await this.closeWindows();
    await this.openCourse(course);
    const opening = this.context.waitForEvent('page');
    await this.page.getByRole('link', { name }).first().click();
    return opening;
  }

  /** Moodle gives the window of an activity a name, so an open one would be used again. */
  async closeWindows(): Promise<void> {
    for (const page of this.context.pages()) if (page !== this.page) await page.close();
  }

  /** The form of an activity. */
  async openForm(cmid: number): Promise<void> {
    await this.page.goto(`${this.#site.url}/course/modedit.php?update=${cmid}`);
  }

  /** The form of a new live class, as the activity chooser opens it. */
  async openNewForm(course: number, section = 1): Promise<void> {
    const typeid = await this.#site.run<string>(`return get_config('local_liveclass', 'typeid');`);
    await this.page.goto(`${this.#site.url}/course/modedit.php?add=lti&course=${course}&section=${section}&typeid=${typeid}`);
  }

  /** Saves the form, with that name where one is given, and returns to the course page. */
  async save(name?: string): Promise<void> {
    if (name !== undefined) await this.page.locator('#id_name').fill(name);
    await this.page.locator('#id_submitbutton2').click();
    await this.page.waitForURL('**/course/view.php**', { waitUntil: 'domcontentloaded' });
  }

  /** Makes a live class by its form and changes nothing in it but the name. */
  async makeClass(course: number, name: string): Promise<Activity> {
    await this.openNewForm(course);
    await this.save(name);
    return (await activitiesOf(this.#site, course)).at(-1) as Activity;
  }

  /** Fills in and sends the form that pairs. */
  async connect(toolUrl: string, code: string): Promise<void> {
    await this.page.goto(`${this.#site.url}/local/liveclass/connect.php`);
    await this.page.locator('#id_toolurl').fill(toolUrl);
    await this.page.locator('#id_code').fill(code);
    await this.page.locator('#id_submitbutton').click();
    await this.page.waitForLoadState();
  }

  /** Pairs with a tool whose code is good; the status page follows. */
  async pair(toolUrl: string, code: string): Promise<void> {
    await this.connect(toolUrl, code);
    await this.page.waitForURL('**/status.php', { waitUntil: 'domcontentloaded' });
  }

  /** The lines of the status page: what was found, by the check's name. */
  async checks(): Promise<Record<string, string>> {
    await this.page.goto(`${this.#site.url}/local/liveclass/status.php`);
    const lines = this.page.locator('[data-check]');
    const found = await lines.evaluateAll((all) =>
      (all as unknown as { dataset: { check: string; state: string } }[]).map(({ dataset }) => [dataset.check, dataset.state]),
    );
    return Object.fromEntries(found);
  }
}
