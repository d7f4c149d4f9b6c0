import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { SmallPlatform } from './lib/small-platform.ts';
import { startTools, type Tools } from './lib/tools.ts';

/** A course page that frames the activity, and holds data for tools as the platform-storage specification says. */
const coursePage = (login: string) => `<!doctype html><title>Course</title>
<script>
const kept = {};
addEventListener('message', ({ data, source, origin }) => {
  const { subject, message_id, key, value } = data ?? {};
  if (subject === 'lti.put_data') kept[key] = value;
  else if (subject !== 'lti.get_data') return;
  source.postMessage({ subject: subject + '.response', message_id, key, value: kept[key] }, origin);
});
</script>
<iframe name="activity" src="${login.replaceAll('&', '&amp;')}"></iframe>`;

const platform = new SmallPlatform();
let tools: Tools;
let tool: string;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  await platform.open();
  tools = await startTools(1, platform.registration());
  tool = String(tools.origins[0]);
  platform.pages.set('/course', (query) => coursePage(query.get('login') ?? ''));
  platform.pages.set('/auth', (query) => {
    const target = query.get('redirect_uri') ?? '';
    const token = platform.token(query.get('nonce') ?? '', target);
    return `<!doctype html><form method="post" action="${target}"><input name="id_token" value="${token}"><input name="state" value="${query.get('state')}"></form>
<script>document.forms[0].submit()</script>`;
  });
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    // An answer that the story changed on its way counts as one from the internet, which may not lead to loopback.
    args: ['--no-sandbox', '--disable-features=LocalNetworkAccessChecks'],
  });
});
afterEach(() => context.close());
afterAll(async () => {
  await browser?.close();
  await tools?.stop();
  platform.close();
});

/** The first request of a new window has no frame yet. */
function isFramed(request: Request): boolean {
  try {
    return request.frame().parentFrame() !== null;
  } catch {
    return false;
  }
}

/** A browser that keeps no cookie at all in frames: neither those of answers nor those of scripts. */
async function keepNothingInFrames(of: BrowserContext): Promise<void> {
  await of.route(`${tool}/lti/login**`, async (route) => {
    const answer = await route.fetch();
    const headers = { ...answer.headers() };
    if (isFramed(route.request())) delete headers['set-cookie'];
    await route.fulfill({ response: answer, headers });
  });
  await of.addInitScript(() => {
    const page = globalThis as unknown as { top: unknown; Document: { prototype: object } };
    if (page !== page.top) Object.defineProperty(page.Document.prototype, 'cookie', { get: () => '', set: () => undefined });
  });
}

async function openCourse(more: Record<string, string> = {}): Promise<Page> {
  const query = new URLSearchParams({
    iss: platform.issuer,
    client_id: platform.clientId,
    login_hint: 'x',
    target_link_uri: `${tool}/lti/launch`,
    ...more,
  });
  const page = await context.newPage();
  await page.goto(`${platform.issuer}/course?${new URLSearchParams({ login: `${tool}/lti/login?${query}` })}`);
  return page;
}

/** Where the frame is, with its words, so that a failure tells where the launch got stuck. */
async function placeOf(page: Page): Promise<string> {
  const frame = page.frame('activity');
  return frame
    ? `${frame.url()} ${await frame
        .locator('body')
        .innerText({ timeout: 1_000 })
        .catch(() => '')}`
    : 'no frame';
}
const inLobby = (page: Page) => expect.poll(() => placeOf(page), { timeout: 90_000 }).toContain(`${tool}/lobby`);

it('[LA15] in a frame of another site the cookie of the login is kept, and the launch goes straight through', async () => {
  context = await browser.newContext();
  await inLobby(await openCourse());
});

it('[LA15] without cookies the platform’s storage carries the proof from login to launch', async () => {
  context = await browser.newContext();
  await keepNothingInFrames(context);
  await inLobby(await openCourse({ lti_storage_target: '_parent' }));
});

it('[LA15] without cookies and storage one click opens the class in a window of its own', async () => {
  context = await browser.newContext();
  await keepNothingInFrames(context);
  const page = await openCourse();
  const frame = page.frameLocator('iframe');
  const [window] = await Promise.all([context.waitForEvent('page'), frame.getByRole('button', { name: 'Open in a new window' }).click()]);
  await window.waitForURL(`${tool}/lobby**`);
  await frame.getByText('Your class goes on in the new window.').waitFor();
});
