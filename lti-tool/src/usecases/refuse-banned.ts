import { type ClassId, type PersonId, Refusal, type Role } from '@liveclass/contract';
import { type BanPlace, type LmsIdentity, placesOf } from '../domain/ban.ts';
import type { ClassRecord } from '../domain/identity.ts';
import type { Classes, Clock } from '../ports/identity.ts';
import type { Bans } from '../ports/moderation.ts';

interface Ports {
  readonly bans: Pick<Bans, 'ofPerson' | 'ofIdentity'>;
  readonly classes: Pick<Classes, 'find'>;
  readonly clock: Clock;
}

/** The door that bans shut: asked at the launch, and again whenever anything is opened or asked with a session from before. */
export interface BanDoor {
  /** Refused: 'banned'. A ban holds for students; whom the course made a teacher is let in. */
  mind(of: { readonly classId: ClassId; readonly personId: PersonId; readonly role: Role }): Promise<void>;
  /** By who somebody is to the LMS, before they are anybody with us. Refused: 'banned'. */
  mindLaunch(identity: LmsIdentity, course: ClassRecord, role: Role): Promise<void>;
}

const CLASSES_KEPT = 10_000;

export function banDoor({ bans, classes, clock }: Ports): BanDoor {
  /** Which course a class belongs to never changes. */
  const known = new Map<ClassId, readonly BanPlace[]>();

  async function places(classId: ClassId): Promise<readonly BanPlace[]> {
    const before = known.get(classId);
    if (before) return before;
    const course = await classes.find(classId);
    if (!course) return [];
    if (known.size >= CLASSES_KEPT) known.clear();
    const found = placesOf(course);
    known.set(classId, found);
    return found;
  }

  return {
    async mind({ classId, personId, role }) {
      if (role === 'teacher') return;
      if (await bans.ofPerson(personId, await places(classId), clock.now())) throw new Refusal('banned');
    },
    async mindLaunch(identity, course, role) {
      if (role === 'teacher') return;
      if (await bans.ofIdentity(identity, placesOf(course), clock.now())) throw new Refusal('banned', 'launch of somebody banned');
    },
  };
}
