import { type ClassId, type PersonId, Refusal, type Role } from '@liveclass/contract';
import type { AllowsGuests, Guests } from '../ports/guests.ts';
import type { Classes, Platforms } from '../ports/identity.ts';

/** What a guest is in a class at this moment; asked by every use of what they hold, as the roster is for everybody else. */
export interface GuestDoor {
  /** Refused: 'guest-over' (the class that they came to has ended), 'guests-off'. Null where they are no guest of this class. */
  role(classId: ClassId, personId: PersonId): Promise<Role | null>;
}

export function guestDoor({
  guests,
  allowsGuests,
}: {
  readonly guests: Pick<Guests, 'find'>;
  readonly allowsGuests: AllowsGuests;
}): GuestDoor {
  return {
    async role(classId, personId) {
      const guest = await guests.find(personId);
      if (!guest || guest.classId !== classId) return null;
      if (!(await allowsGuests(classId))) throw new Refusal('guests-off');
      if (!guest.isExpected) throw new Refusal('guest-over');
      return 'student';
    },
  };
}

/** Not before the tool's admin has said so for the course site that the class belongs to. */
export function guestsAllowed({
  classes,
  platforms,
}: {
  readonly classes: Pick<Classes, 'find'>;
  readonly platforms: Pick<Platforms, 'known'>;
}): AllowsGuests {
  return async (classId) => {
    const course = await classes.find(classId);
    const platform = course && (await platforms.known(course.issuer, course.clientId));
    return platform?.state === 'active' && platform.allowsGuests === true;
  };
}
