import { type ClassId, Refusal } from '@liveclass/contract';
import type { ClassRecord, WebSession } from '../domain/identity.ts';
import type { PlatformRegistry } from '../ports/desk.ts';
import type { Classes, Clock } from '../ports/identity.ts';
import type { GroupRooms } from '../ports/rooms.ts';
import { homeOfRoom } from './know-room.ts';

interface Ports {
  readonly registry: Pick<PlatformRegistry, 'known'>;
  readonly classes: Pick<Classes, 'find'>;
  readonly rooms: Pick<GroupRooms, 'find'>;
  readonly clock: Clock;
}

export interface PlatformDoor {
  /** The session, while its platform is active. Refused: 'platform-paused'. */
  mind(session: WebSession): Promise<WebSession>;
  /** Whether a class, or a room of one, belongs to a platform that is not active any more. */
  isShut(roomId: ClassId): Promise<boolean>;
}

/** Every request asks, and platforms are paused seldom. */
const KNOWN_FOR_MS = 5_000;
const ROOMS_KEPT = 10_000;

/**
 * What was opened before its platform was paused, or removed after that, goes on no longer: shutting a course site out would otherwise take
 * as long as its people stay signed in.
 */
export function platformDoor({ registry, classes, rooms, clock }: Ports): PlatformDoor {
  /** Which platform a class belongs to never changes. */
  const courseOf = new Map<ClassId, Pick<ClassRecord, 'issuer' | 'clientId'>>();
  /** Only a yes is remembered: one that was approved or resumed just now is let in at once. */
  const activeUntil = new Map<string, number>();

  async function course(roomId: ClassId) {
    const known = courseOf.get(roomId) ?? (await homeOfRoom({ rooms, classes }, roomId))?.course;
    if (!known) return undefined;
    if (courseOf.size >= ROOMS_KEPT) courseOf.clear();
    courseOf.set(roomId, { issuer: known.issuer, clientId: known.clientId });
    return known;
  }

  async function isShut(roomId: ClassId): Promise<boolean> {
    const of = await course(roomId);
    if (!of) return false;
    const key = `${of.issuer}\n${of.clientId}`;
    if ((activeUntil.get(key) ?? 0) > clock.now()) return false;
    const isActive = (await registry.known(of.issuer, of.clientId))?.state === 'active';
    activeUntil.set(key, isActive ? clock.now() + KNOWN_FOR_MS : 0);
    return !isActive;
  }

  return {
    isShut,
    async mind(session) {
      if (await isShut(session.classId)) throw new Refusal('platform-paused', 'session of a platform that is not active');
      return session;
    },
  };
}
