import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureOpenEdx } from '../lib/binaries.mjs';
import { repository } from '../lib/repository.mjs';

const LONGEST_LOG = 100_000;

/**
 * Starts the school of fixtures/open-edx around the real consumer of that release, on a free port of 127.0.0.1.
 * It ends with this process, because its standard input is then closed.
 */
export async function startOpenEdx(release) {
  const python = await ensureOpenEdx(release);
  const folder = mkdtempSync(join(tmpdir(), 'live-class-open-edx-'));
  const child = spawn(python, ['serve.py', folder], {
    cwd: repository('fixtures/open-edx'),
    env: { PATH: process.env.PATH ?? '', PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1', PYTHONUTF8: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let log = '';
  const hear = (line) => {
    log = `${log}${line}\n`.slice(-LONGEST_LOG);
  };
  createInterface({ input: child.stderr }).on('line', hear);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const origin = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      hear(line);
      const ready = /^ready (http:\S+)$/.exec(line);
      if (ready) resolve(ready[1]);
    });
    child.once('error', reject);
    ended.then((code) => reject(new Error(`The Open edX fixture ended with ${code} before it was ready:\n${log}`)));
  });
  return {
    release,
    origin,
    log: () => log,
    control: (wish) => control(origin, wish),
    addBlock: (name, tool, settings) => addBlock(origin, name, tool, settings),
    async stop() {
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function control(origin, wish = {}) {
  const answer = await fetch(`${origin}/control`, { method: 'POST', body: JSON.stringify(wish) });
  if (!answer.ok) throw new Error(`The Open edX fixture answered ${answer.status} to ${JSON.stringify(wish)}`);
  return answer.json();
}

/** What an author types into Studio's form for a tool at that address. */
export const settingsFor = (tool) => ({
  display_name: 'Live class',
  lti_version: 'lti_1p3',
  lti_1p3_launch_url: `${tool}/lti/launch`,
  lti_1p3_oidc_url: `${tool}/lti/login`,
  lti_1p3_tool_key_mode: 'keyset_url',
  lti_1p3_tool_keyset_url: `${tool}/lti/keys`,
  lti_1p3_enable_nrps: true,
  lti_advantage_deep_linking_enabled: true,
  lti_advantage_deep_linking_launch_url: `${tool}/lti/launch`,
  lti_advantage_ags_mode: 'declarative',
  has_score: true,
  weight: 10,
});

/** Saves the block's own Studio form as the instructor, and reads from the block's Studio page what the tool's side must know. */
async function addBlock(origin, name, tool, settings = {}) {
  const signedIn = await fetch(`${origin}/sign-in/ivy`, { redirect: 'manual' });
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const usage = `block-v1:OpenHouse+BIO101+2026+type@lti_consumer+block@${name}`;
  const saved = await fetch(`${origin}/xblock/${usage}/handler/submit_studio_edits`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ values: { ...settingsFor(tool), ...settings }, defaults: [] }),
  });
  if (!saved.ok) throw new Error(`Studio refused the block: ${saved.status} ${await saved.text()}`);
  const page = await (await fetch(`${origin}/studio/${name}`, { headers: { cookie } })).text();
  return registrationOn(page, origin);
}

/** The values that Studio shows for the tool, as a registration of it. */
export function registrationOn(page, origin) {
  const value = (label) => {
    const found = new RegExp(`<b>${label}: </b>\\s*(\\S+)`).exec(page)?.[1];
    if (!found) throw new Error(`Studio does not show the ${label}.`);
    return found;
  };
  return {
    name: 'OpenHouse',
    issuer: origin,
    clientId: value('Client ID'),
    deploymentIds: [value('Deployment ID')],
    authorizationUrl: value('Login URL'),
    tokenUrl: value('Access Token URL'),
    jwksUrl: value('Keyset URL'),
  };
}
