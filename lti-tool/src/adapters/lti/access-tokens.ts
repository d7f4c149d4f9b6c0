import { Refusal } from '@liveclass/contract';
import { z } from 'zod';
import type {
  Clock,
  Ids,
  Outbound,
  OutboundAnswer,
  OutboundRequest,
  PlatformServices,
  PlatformSigner,
  Platforms,
} from '../../ports/identity.ts';

const TokenReply = z.object({
  access_token: z.string().min(1).max(16_384),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().positive().max(86_400).default(60),
});

/** A token is not used in its last moments: it must still stand when the platform reads it, by the platform's clock. */
const MARGIN_MS = 30_000;

interface Ports {
  readonly platforms: Platforms;
  readonly signer: PlatformSigner;
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly ids: Ids;
}

interface Kept {
  readonly token: string;
  readonly until: number;
}

async function requestToken({ platforms, signer, outbound, clock, ids }: Ports, whose: Whose, scopes: string): Promise<Kept> {
  const platform = await platforms.find(whose.issuer, whose.clientId);
  if (!platform) throw new Refusal('not-found', 'platform of a service call');
  const now = Math.floor(clock.now() / 1000);
  const { clientId, tokenUrl } = platform;
  const assertion = { iss: clientId, sub: clientId, aud: tokenUrl, iat: now, exp: now + 60, jti: ids.secret() };
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await signer.sign(platform, assertion),
    scope: scopes,
  }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const answer = await outbound(tokenUrl, { method: 'POST', headers, body, timeoutMs: 10_000, maxBytes: 64 * 1024 });
  if (answer.status !== 200) throw new Refusal('lms-unreachable', `token endpoint answered ${answer.status}`);
  const { access_token: token, expires_in } = readReply(answer.body);
  return { token, until: clock.now() + expires_in * 1000 - MARGIN_MS };
}

function readReply(body: string): z.infer<typeof TokenReply> {
  try {
    return TokenReply.parse(JSON.parse(body));
  } catch {
    throw new Refusal('lms-unreachable', 'the token endpoint answered something else than a token');
  }
}

interface Whose {
  readonly issuer: string;
  readonly clientId: string;
}

/** Calls of LTI services (roster, grades) with an access token that is kept, shared by calls at once, and renewed once on 401. */
export function createPlatformServices(ports: Ports): PlatformServices {
  const tokens = new Map<string, Promise<Kept>>();

  async function tokenFor(whose: Whose, scopes: string): Promise<string> {
    const key = JSON.stringify([whose.issuer, whose.clientId, scopes]);
    const known = tokens.get(key);
    const kept = await known?.catch(() => undefined);
    if (kept && kept.until > ports.clock.now()) return kept.token;
    // Of several calls that found the same old token the first asks for a new one and the others wait for it.
    const renewed = tokens.get(key);
    if (renewed && renewed !== known) return (await renewed).token;
    const asked = requestToken(ports, whose, scopes);
    tokens.set(key, asked);
    asked.catch(() => {
      if (tokens.get(key) === asked) tokens.delete(key);
    });
    return (await asked).token;
  }

  const call = async (whose: Whose, scopes: readonly string[], url: string, request: OutboundRequest): Promise<OutboundAnswer> => {
    const scope = [...scopes].sort().join(' ');
    const withToken = async () =>
      ports.outbound(url, { ...request, headers: { ...request.headers, authorization: `Bearer ${await tokenFor(whose, scope)}` } });
    const first = await withToken();
    if (first.status !== 401) return first;
    // The platform forgot the token (restart, revocation): one new one is tried, and its answer stands.
    tokens.delete(JSON.stringify([whose.issuer, whose.clientId, scope]));
    return withToken();
  };
  return { call };
}
