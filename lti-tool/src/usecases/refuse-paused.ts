import { type ClassId, Refusal } from '@liveclass/contract';
import type { WebSession } from '../domain/identity.ts';
import type { PlatformRegistry } from '../ports/desk.ts';
import type { Classes, Clock } from '../ports/identity.ts';

interface Ports {
  readonly registry: Pick<PlatformRegistry, 'all'>;
  readonly classes: Pick<Classes, 'find'>;
  readonly clock: Clock;
}

/** Every request asks, and platforms are paused seldom. */
const KNOWN_FOR_MS = 5_000;
const CLASSES_KEPT = 10_000;

const keyOf = ({ issuer, clientId }: { readonly issuer: string; readonly clientId: string }): string => `${issuer}\n${clientId}`;

/**
 * A session that was opened before its platform was paused opens nothing more: shutting a course site out would otherwise take as
 * long as its people stay signed in. Refused: 'platform-paused'.
 */
export function pausedRefuser({ registry, classes, clock }: Ports): (session: WebSession) => Promise<WebSession> {
  let paused: { readonly keys: ReadonlySet<string>; readonly at: number } = { keys: new Set(), at: -Infinity };
  /** Which platform a class belongs to never changes. */
  const platformOf = new Map<ClassId, string>();

  async function pausedNow(): Promise<ReadonlySet<string>> {
    if (clock.now() - paused.at > KNOWN_FOR_MS) {
      const found = (await registry.all()).filter(({ state }) => state === 'paused');
      paused = { keys: new Set(found.map(({ registration }) => keyOf(registration))), at: clock.now() };
    }
    return paused.keys;
  }

  return async (session) => {
    const shut = await pausedNow();
    if (shut.size === 0) return session;
    const known = platformOf.get(session.classId);
    const course = known === undefined ? await classes.find(session.classId) : null;
    const platform = known ?? (course && keyOf(course));
    if (!platform) return session;
    if (platformOf.size >= CLASSES_KEPT) platformOf.clear();
    platformOf.set(session.classId, platform);
    if (shut.has(platform)) throw new Refusal('platform-paused', 'session of a paused platform');
    return session;
  };
}
