import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { LIMITS, type PlatformRegistration } from '@liveclass/contract';
import { type DatabasePlugin, Provider } from 'ltijs';
import type { PlatformKey } from './jwks.ts';

/** What one launch hands over to ltijs: the registration, the key that the guard chose by its id, and the nonce ledger. */
interface Handover {
  readonly platform: PlatformRegistration;
  readonly key: PlatformKey;
  claimNonce(nonce: string): Promise<boolean>;
  settle(fault: string | undefined): void;
}

const handover = new AsyncLocalStorage<Handover>();
const current = (): Handover => {
  const store = handover.getStore();
  if (!store) throw new Error('ltijs was asked outside of a launch');
  return store;
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * The database of ltijs: registrations, keys and nonces come from our own stores through the launch at hand. What it would
 * keep besides (names and e-mails in clear for a day, tokens, states) is dropped: our sessions need none of it.
 */
const plugin: DatabasePlugin = {
  setup: async () => true,
  Close: async () => true,
  async Get(_key, collection, query = {}) {
    if (collection !== 'platform') return false;
    const { platform, key } = current();
    if (text(query['platformUrl']) !== platform.issuer || text(query['clientId']) !== platform.clientId) return false;
    const { name: platformName, issuer: platformUrl, clientId, authorizationUrl: authEndpoint, tokenUrl: accesstokenEndpoint } = platform;
    return [
      { platformName, platformUrl, clientId, authEndpoint, accesstokenEndpoint, kid: 'ours', authConfig: { method: 'JWK_KEY', key } },
    ];
  },
  async Insert(_key, collection, item) {
    if (collection !== 'nonce') return true;
    const nonce = text(item['nonce']);
    // ltijs asks first and inserts afterwards, so two posts at once both pass its question; the unique claim lets one through.
    if (!nonce || !(await current().claimNonce(nonce))) throw new Error('NONCE_ALREADY_RECEIVED');
    return true;
  },
  Replace: async () => true,
  Modify: async () => true,
  Delete: async () => true,
};

const ENCRYPTION_KEY = randomBytes(32).toString('base64url');
const ROUTE = '/launch';

/**
 * ltijs knows no clock tolerance for `exp` and `nbf`, and takes the algorithm from the token. Both are fixed where it asks
 * its JWT library. The same bounds are checked exactly, by our own clock, after it.
 */
function tightenSignatureCheck(): void {
  type Verify = (token: string, key: unknown, options?: object) => unknown;
  const library: { verify: Verify } = createRequire(createRequire(import.meta.url).resolve('ltijs'))('jsonwebtoken');
  const verify = library.verify;
  library.verify = (token, key, options) =>
    verify(token, key, { ...options, algorithms: ['RS256'], clockTolerance: LIMITS.launchSkewMs / 1000 + 1 });
}

async function prepare(): Promise<void> {
  tightenSignatureCheck();
  Provider.setup(
    ENCRYPTION_KEY,
    { plugin },
    {
      appRoute: ROUTE,
      loginRoute: '/unused/login',
      keysetRoute: '/unused/keys',
      dynRegRoute: '/unused/register',
      ltiaas: true,
      cors: false,
      devMode: false,
      tokenMaxAge: LIMITS.launchSkewMs / 1000 + 1,
      cookies: { secure: true, sameSite: 'None' },
    },
  );
  Provider.onConnect(() => current().settle(undefined));
  Provider.onDeepLinking(() => current().settle(undefined));
  Provider.onInvalidToken((_req, res) => current().settle(text(res.locals.err?.details?.message) || 'refused'));
  // ltijs ends the whole process on SIGINT; ending is main's business alone.
  const before = new Set(process.listeners('SIGINT'));
  await Provider.deploy({ serverless: true, silent: true });
  for (const listener of process.listeners('SIGINT')) if (!before.has(listener)) process.off('SIGINT', listener);
}

let prepared: Promise<void> | undefined;

/** ltijs is one per process and is set up once; it holds nothing of any launch or registration afterwards. */
export const prepareLtijs = (): Promise<void> => (prepared ??= prepare());

/** A request of our own making: nothing that a browser sent reaches ltijs but the token and the state, both checked strings. */
function launchRequest(idToken: string, state: string, issuer: string) {
  const socket = new Socket();
  const req = Object.assign(new IncomingMessage(socket), {
    method: 'POST',
    url: ROUTE,
    headers: { host: 'launch.invalid', 'content-type': 'application/x-www-form-urlencoded' },
    body: { id_token: idToken, state },
    _body: true,
    secret: ENCRYPTION_KEY,
    cookies: {},
    // The proof of the browser was ours and has been given; this is the form in which ltijs asks for it.
    signedCookies: { [`state${state}`]: issuer },
  });
  return { req, res: new ServerResponse(req) };
}

/** Lets ltijs prove signature and claims; answers its fault, or undefined when it accepts. */
export async function proveByLtijs(
  idToken: string,
  state: string,
  launch: Omit<Handover, 'settle'>,
  timeoutMs = 10_000,
): Promise<string | undefined> {
  await prepareLtijs();
  return new Promise((resolve) => {
    // A fault inside its async middleware would leave the launch without an answer.
    const timer = setTimeout(() => resolve('ltijs did not answer'), timeoutMs);
    const settle = (fault: string | undefined) => {
      clearTimeout(timer);
      resolve(fault);
    };
    const { req, res } = launchRequest(idToken, state, launch.platform.issuer);
    handover.run({ ...launch, settle }, () =>
      Provider.app(req, res, (error) => settle(error ? String(error) : 'ltijs passed the launch on')),
    );
  });
}
