import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { openBrowser } from './lib/browser.ts';
import { story } from './lib/story.ts';

const here = story();

/** A site on that host: `/set` sets a plain and a partitioned cookie, every page shows which came back, `/frame` frames another site. */
async function site(host: string, framed = '') {
  const server = createServer((req, res) => {
    const flags = 'Secure; HttpOnly; SameSite=None; Path=/';
    if (req.url === '/set') res.setHeader('set-cookie', [`plain=1; ${flags}`, `__Host-parted=1; ${flags}; Partitioned`]);
    res.setHeader('content-type', 'text/html');
    const seen = `<p id="cookies">${req.headers.cookie ?? 'none'}</p><a href="/show">show</a>`;
    res.end(req.url === '/frame' ? `<iframe src="${framed}/set"></iframe>` : seen);
  }).listen(0, host);
  await new Promise((resolve) => server.once('listening', resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://${host}:${(server.address() as AddressInfo).port}`, close };
}

it('[ST8] an unpartitioned third-party cookie does not arrive in the frame', async () => {
  // The two hosts that the tool and the sandbox LMS use: two sites for a browser.
  const tool = await site('localhost');
  const lms = await site('127.0.0.1', tool.url);
  const { browser, context } = await openBrowser({ blockThirdPartyCookies: true });
  try {
    const page = await context.newPage();
    await page.goto(`${tool.url}/set`);
    await page.goto(`${tool.url}/show`);
    // In a tab of its own the site gets both back.
    expect(await page.locator('#cookies').textContent()).toContain('plain=1');
    await page.goto(`${lms.url}/frame`);
    const frame = page.frameLocator('iframe');
    await frame.locator('a').click();
    await frame.locator('#cookies', { hasText: '__Host-parted=1' }).waitFor();
    expect(await frame.locator('#cookies').textContent()).not.toContain('plain=1');
  } finally {
    await browser.close();
    tool.close();
    lms.close();
  }
});

it('[ST8] the launch, the lobby and the room work without third-party cookies', async () => {
  const sam = await here.arrive('sam', { clip: 1, blockThirdPartyCookies: true });
  const lobby = await sam.openLobby();
  expect(new URL(lobby.url()).origin).toBe(sam.house.toolUrl);
  expect(lobby.url()).not.toMatch(/ltik|id_token/);
  await sam.enter(lobby);
  expect(sam.errors).toEqual([]);
});
