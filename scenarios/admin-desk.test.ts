import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { faults } from './lib/axe.ts';
import { type Child, startChild } from './lib/child.ts';
import { buildOnce } from './lib/frontend.ts';
import { freePort } from './lib/ports.ts';
import { SmallPlatform } from './lib/small-platform.ts';
import { startTools, type Tools } from './lib/tools.ts';
import { until } from './lib/until.ts';
import { words } from './lib/words.ts';

const platform = new SmallPlatform();
const folder = mkdtempSync(join(tmpdir(), 'live-class-desk-'));
let tools: Tools;
let tool: string;
let sandbox: Child;
let lms: string;
let browser: Browser;
let context: BrowserContext;
let desk: Page;
let course: Page;
const errors: string[] = [];

beforeAll(async () => {
  await Promise.all([platform.open(), buildOnce()]);
  tools = await startTools(1, platform.registration());
  tool = String(tools.origins[0]);
  const port = await freePort();
  lms = `http://127.0.0.1:${port}`;
  sandbox = startChild('sandbox', 'fixtures/src/sandbox-lms/main.ts', { SANDBOX_PORT: String(port), TOOL_URL: tool, SANDBOX_DIR: folder });
  await until('the sandbox LMS', async () => (await fetch(`${lms}/healthz`)).ok);
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
  });
  context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'], locale: 'en-GB' });
  context.on('weberror', (error) => errors.push(String(error.error())));
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([tools?.stop(), sandbox?.stop()]);
  platform.close();
  rmSync(folder, { recursive: true, force: true });
});

const row = (name: string) => desk.getByTestId('platform').filter({ hasText: name });
const button = (key: string) => desk.getByRole('button', { name: words(`admin.${key}`), exact: true });
const choose = async (name: string, key: string) => {
  await row(name)
    .getByRole('button', { name: /Actions for/ })
    .click();
  await desk.getByRole('menuitem', { name: words(`admin.${key}`), exact: true }).click();
};

it('[AD28] the link that the start printed opens the desk once, and leaves no code in the address', async () => {
  const link = String(/http:\/\/\S+\/admin#code=\S+/.exec(tools.children[0]?.log() ?? '')?.[0]);
  desk = await context.newPage();
  await desk.goto(link);
  await row('Small').waitFor();
  expect(desk.url()).toBe(`${tool}/admin`);
  await desk.reload();
  await row('Small').waitFor();
  expect(await faults(desk)).toEqual([]);
  const other = await browser.newContext();
  const late = await other.newPage();
  await late.goto(link);
  await late.getByRole('heading', { name: words('admin.linkOver') }).waitFor();
  await other.close();
});

it('[AD28] an invited LMS registers itself in its own window, arrives at the desk by itself, and launches once it is approved', async () => {
  await button('lms').click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByRole('button', { name: words('admin.copyLabel', { label: words('admin.lmsUrl') }) }).click();
  const address = await until('the copied address', () => desk.evaluate<string>('navigator.clipboard.readText()'));
  expect(address).toContain(`${tool}/lti/register?invitation=`);
  course = await context.newPage();
  await course.goto(`${lms}/tools`);
  await course.getByRole('button', { name: /Tara/ }).click();
  await course.getByLabel('Registration address').fill(address);
  await course.getByRole('button', { name: 'Register', exact: true }).click();
  // The tool's page closes itself by a message to the LMS, which goes back to its list.
  await course.getByTestId('tool').waitFor();
  await desk.bringToFront();
  await dialog.getByText(words('admin.arrived', { name: new URL(lms).host })).waitFor();
  await dialog
    .getByRole('button', { name: words('common.close') })
    .first()
    .click();
  const open = async () => {
    await course.goto(`${lms}/tools`);
    await course.getByRole('link', { name: 'Open the live class by it' }).click();
  };
  await open();
  await course.getByRole('heading', { name: 'Not approved yet' }).waitFor();
  await row(new URL(lms).host)
    .getByRole('button', { name: words('admin.approve') })
    .click();
  await row(new URL(lms).host).getByText(words('admin.state.active')).waitFor();
  await open();
  await course.waitForURL(`${tool}/lobby**`);
  await course.getByRole('button', { name: words('lobby.start') }).waitFor();
});

it('[AD28] a platform is paused only after a question, and opens again when it is resumed', async () => {
  const name = new URL(lms).host;
  await choose(name, 'pause');
  await desk
    .getByRole('alertdialog')
    .getByRole('button', { name: words('common.cancel') })
    .click();
  await row(name).getByText(words('admin.state.active')).waitFor();
  await choose(name, 'pause');
  await desk
    .getByRole('alertdialog')
    .getByRole('button', { name: words('admin.pause'), exact: true })
    .click();
  await row(name).getByText(words('admin.state.paused')).waitFor();
  await course.goto(`${lms}/tools`);
  await course.getByRole('link', { name: 'Open the live class by it' }).click();
  await course.getByRole('heading', { name: 'Paused for now' }).waitFor();
  await choose(name, 'resume');
  await row(name).getByText(words('admin.state.active')).waitFor();
});

it('[AD28] an Open edX block is added from what Studio shows; each mistyped field is named before anything is sent', async () => {
  await button('edx').click();
  const dialog = desk.getByRole('dialog');
  const field = (key: string) => dialog.getByRole('textbox', { name: words(`admin.${key}`) });
  await field('name').fill('Biology, autumn');
  await field('issuer').fill(lms);
  expect(await field('authorizationUrl').inputValue()).toBe(`${lms}/api/lti_consumer/v1/launch/`);
  await field('jwksUrl').fill('not an address');
  await dialog.getByRole('button', { name: words('admin.save') }).click();
  await dialog.getByText(words('admin.fault.address')).waitFor();
  expect(await dialog.getByText(words('admin.fault.missing')).count()).toBe(2);
  await field('clientId').fill('block-1');
  await field('tokenUrl').fill(`${lms}/lti/token`);
  await field('jwksUrl').fill(`${lms}/nothing`);
  await dialog.getByRole('button', { name: words('admin.save') }).click();
  await dialog.getByText(words('admin.refused.lms-unreachable')).waitFor();
  await field('jwksUrl').fill(`${lms}/lti/jwks`);
  await dialog.getByRole('button', { name: words('admin.save') }).click();
  await row('Biology, autumn').getByText(words('admin.state.active')).waitFor();
});

it('[AD28] signing out closes the desk in this browser', async () => {
  await button('signOut').click();
  await desk.getByRole('heading', { name: words('admin.signedOut') }).waitFor();
  await desk.reload();
  await desk.getByRole('heading', { name: words('admin.noLink') }).waitFor();
  expect(errors).toEqual([]);
});
