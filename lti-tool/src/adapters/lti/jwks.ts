import { LIMITS, type PlatformRegistration, Refusal } from '@liveclass/contract';
import { z } from 'zod';
import type { Clock, Outbound } from '../../ports/identity.ts';
import type { Log } from '../../ports/log.ts';

/** A public RSA key of a platform, cut down to what a signature check needs. */
export interface PlatformKey {
  readonly kty: 'RSA';
  readonly n: string;
  readonly e: string;
}

const UsableKey = z.object({
  kty: z.literal('RSA'),
  kid: z.string().min(1).max(255),
  use: z.literal('sig').optional(),
  alg: z.literal('RS256').optional(),
  // 2048 bits are 342 characters of base64url; shorter moduli can be factored.
  n: z.string().regex(/^[A-Za-z0-9_-]{342,1400}$/),
  e: z.string().regex(/^[A-Za-z0-9_-]{2,12}$/),
});
const KeySet = z.object({ keys: z.array(z.unknown()).max(100) });

/** After a failed attempt the platform is left alone for so long; launches meanwhile use what is known. */
const RETRY_AFTER_MS = 5_000;

interface Shelf {
  keys: ReadonlyMap<string, PlatformKey>;
  fetchedAt: number;
  failedAt: number;
  forcedAt: number;
  loading: Promise<boolean> | undefined;
}

interface Ports {
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly log: Log;
}

/** Answers a platform's key by its id; throws 'launch-refused' for an unknown id and 'lms-unreachable' when no keys are to be had. */
export type PlatformKeyFinder = (platform: PlatformRegistration, kid: string) => Promise<PlatformKey>;

/** The keys of a key set by their id; throws where it is none. */
export function keysOf(body: string): ReadonlyMap<string, PlatformKey> {
  const { keys } = KeySet.parse(JSON.parse(body));
  const usable = new Map<string, PlatformKey>();
  for (const candidate of keys) {
    const { success, data } = UsableKey.safeParse(candidate);
    // The first key of an id stands: an appended double cannot replace it.
    if (success && !usable.has(data.kid)) usable.set(data.kid, { kty: 'RSA', n: data.n, e: data.e });
  }
  return usable;
}

async function load(shelf: Shelf, url: string, { outbound, clock, log }: Ports): Promise<boolean> {
  try {
    const headers = { accept: 'application/jwk-set+json, application/json' };
    const answer = await outbound(url, { headers, timeoutMs: LIMITS.jwksTimeoutMs, maxBytes: LIMITS.jwksBytes });
    if (answer.status !== 200) throw new Error(`status ${answer.status}`);
    shelf.keys = keysOf(answer.body);
    shelf.fetchedAt = clock.now();
    return true;
  } catch (error) {
    shelf.failedAt = clock.now();
    log.warn(
      { url: new URL(url).origin, cause: error instanceof Error ? error.message : 'unknown' },
      'the key set of a platform could not be read',
    );
    return false;
  }
}

/**
 * Keys of platforms: fresh for ten minutes, served for a day while the platform is down, and asked for once a minute at most
 * because of an unknown id (tokens with invented ids must not turn into requests to the platform).
 */
export function createPlatformKeyFinder(ports: Ports): PlatformKeyFinder {
  const shelves = new Map<string, Shelf>();
  const shelfOf = (url: string): Shelf => {
    const known = shelves.get(url);
    if (known) return known;
    const made = { keys: new Map(), fetchedAt: -Infinity, failedAt: -Infinity, forcedAt: -Infinity, loading: undefined };
    shelves.set(url, made);
    return made;
  };
  /** Launches that need the same key set at once share one request. */
  const refresh = (shelf: Shelf, url: string): Promise<boolean> =>
    (shelf.loading ??= load(shelf, url, ports).finally(() => {
      shelf.loading = undefined;
    }));

  return async ({ jwksUrl }, kid) => {
    const shelf = shelfOf(jwksUrl);
    const now = ports.clock.now();
    let justLoaded = false;
    if (now - shelf.fetchedAt > LIMITS.jwksFreshMs && (shelf.loading || now - shelf.failedAt > RETRY_AFTER_MS)) {
      justLoaded = await refresh(shelf, jwksUrl);
    }
    const isUsable = () => ports.clock.now() - shelf.fetchedAt <= LIMITS.jwksStaleMs;
    if (!isUsable()) throw new Refusal('lms-unreachable', 'no key set of the platform');
    const known = shelf.keys.get(kid);
    if (known) return known;
    if (!justLoaded && now - shelf.forcedAt >= LIMITS.jwksRefreshEveryMs) {
      shelf.forcedAt = now;
      await refresh(shelf, jwksUrl);
    } else if (shelf.loading) await shelf.loading;
    const found = shelf.keys.get(kid);
    if (!found) throw new Refusal('launch-refused', 'kid is not in the key set of the platform');
    return found;
  };
}
