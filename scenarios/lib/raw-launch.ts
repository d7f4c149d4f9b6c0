import type { Campus } from './person.ts';

const unescaped = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const firstCookie = (answer: Response): string => (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';

/** One whole launch without a browser, for measurements that a browser beside them would spoil; answers the bearer. */
export async function rawLaunch(
  { sandboxUrl, toolUrl }: Pick<Campus, 'sandboxUrl' | 'toolUrl'>,
  person: string,
  path = '/courses/bio/activities/bio-live',
): Promise<string> {
  const signIn = { method: 'POST', body: new URLSearchParams({ person }), redirect: 'manual' } as const;
  const lms = { cookie: firstCookie(await fetch(`${sandboxUrl}/sign-in`, signIn)) };
  const click = await fetch(`${sandboxUrl}${path}/launch`, { headers: lms, redirect: 'manual' });
  const login = await fetch(String(click.headers.get('location')));
  const cookie = firstCookie(login);
  const authorization = unescaped(/data-authorization="([^"]+)"/.exec(await login.text())?.[1] ?? '');
  const page = await (await fetch(authorization, { headers: lms })).text();
  const inputs = [...page.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)];
  const body = new URLSearchParams(inputs.map(([, name = '', value = '']): [string, string] => [name, unescaped(value)]));
  const launched = await fetch(`${toolUrl}/lti/launch`, { method: 'POST', body, headers: { cookie }, redirect: 'manual' });
  const code = /#code=([\w-]+)$/.exec(launched.headers.get('location') ?? '')?.[1];
  const headers = { origin: toolUrl, 'content-type': 'application/json' };
  const redeemed = await fetch(`${toolUrl}/api/session/redeem`, { method: 'POST', headers, body: JSON.stringify({ code }) });
  const { token } = (await redeemed.json()) as { token?: string };
  if (!token) throw new Error(`The launch was answered with ${launched.status}, its code with ${redeemed.status}.`);
  return token;
}
