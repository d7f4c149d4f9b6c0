import type { House } from './house.ts';
import { until } from './until.ts';

/** The link that a start prints while nobody is admin. */
export const adminLink = (house: House): Promise<string> =>
  until('the link that makes the first admin', () => /http:\/\/\S+\/admin#code=[\w-]+/.exec(house.child('tool').log())?.[0]);

/** The one-time code of the tool's admin desk, as an admin with the printed link gets it. */
export async function pairingCode(house: House): Promise<string> {
  const link = new URL(await adminLink(house)).hash.replace('#code=', '');
  const ask = (path: string, body: unknown, cookie = '') =>
    fetch(`${house.toolUrl}/api/admin/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: house.toolUrl, cookie },
      body: JSON.stringify(body),
    });
  const session = await ask('session', { code: link });
  const cookie = String(session.headers.getSetCookie()[0]?.split(';')[0]);
  return ((await (await ask('invitations', { kind: 'pairing' }, cookie)).json()) as { code: string }).code;
}
