import type { ClassId, PersonId, Role, SeatId } from '@liveclass/contract';

/**
 * socket.io rooms: who is seated in a class, who watches it in which role, the links that speak for a seat, all links of a person, and
 * all links of those who teach.
 */
export const seatedIn = (classId: ClassId): string => `seated/${classId}`;
export const watchingAs = (classId: ClassId, role: Role): string => `watch/${role}/${classId}`;
export const linksOf = (classId: ClassId, personId: PersonId): string => `person/${classId}/${personId}`;
export const teachersOf = (classId: ClassId): string => `teachers/${classId}`;
export const speakingFor = (seatId: SeatId): string => `seat/${seatId}`;

const SEATED = /^seated\/([A-Za-z0-9_-]{8,64})$/;

/** The classes that links of this process are seated in. */
export function seatedClasses(rooms: Iterable<string>): ClassId[] {
  return [...rooms].flatMap((room) => {
    const classId = SEATED.exec(room)?.[1];
    return classId ? [classId as ClassId] : [];
  });
}
