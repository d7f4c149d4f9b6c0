import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { openBrowser } from './lib/browser.ts';
import { story } from './lib/story.ts';
import { until } from './lib/until.ts';

const here = story();

/** A site that sets one plain and one partitioned cookie, and shows which came back. */
async function cookieSite() {
  const server = createServer((req, res) => {
    const flags = 'Secure; HttpOnly; SameSite=None; Path=/';
    if (req.url === '/set') res.setHeader('set-cookie', [`plain=1; ${flags}`, `__Host-parted=1; ${flags}; Partitioned`]);
    res.setHeader('content-type', 'text/html');
    res.end(`<p id="cookies">${req.headers.cookie ?? 'none'}</p>`);
  }).listen(0, 'localhost');
  await new Promise((resolve) => server.once('listening', resolve));
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, server };
}

it('[ST8] an unpartitioned third-party cookie does not arrive in the frame', async () => {
  const house = await here.open();
  const { url, server } = await cookieSite();
  const { browser, context } = await openBrowser({ blockThirdPartyCookies: true });
  try {
    const page = await context.newPage();
    // In a tab of its own the site gets both back.
    await page.goto(`${url}/set`);
    await page.goto(`${url}/show`);
    expect(await page.locator('#cookies').textContent()).toContain('plain=1');
    // The LMS frames the site; only what is kept for this pair of sites comes along.
    await page.route(`${house.sandboxUrl}/framing`, (route) =>
      route.fulfill({ contentType: 'text/html', body: `<iframe name="site" src="${url}/set"></iframe>` }),
    );
    await page.goto(`${house.sandboxUrl}/framing`);
    const frame = await until('the frame', () => page.frame({ name: 'site' }));
    await frame.goto(`${url}/show`);
    const cookies = await frame.locator('#cookies').textContent();
    expect(cookies).toContain('__Host-parted=1');
    expect(cookies).not.toContain('plain=1');
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
});

it('[ST8] the launch, the lobby and the room work without third-party cookies', async () => {
  const sam = await here.arrive('sam', { clip: 1, blockThirdPartyCookies: true });
  const lobby = await sam.openLobby();
  expect(new URL(lobby.url()).origin).toBe(sam.house.toolUrl);
  expect(lobby.url()).not.toMatch(/ltik|id_token/);
  await sam.enter(lobby);
  // The lobby in the frame comes back after a reload of the course page too: a new launch.
  await sam.openLobby();
  expect(sam.errors).toEqual([]);
});
