import type { ClassId, PersonId, Role, SeatId } from '@liveclass/contract';

/**
 * socket.io rooms: who is seated in a class, everybody who watches it, those who are told the same of it (students of the same groups,
 * see `audienceOf`), the links that speak for a seat, those of a person who came into a room, all links of a person, and all links of
 * those who teach.
 */
export const seatedIn = (classId: ClassId): string => `seated/${classId}`;
export const followersOf = (classId: ClassId): string => `follow/${classId}`;
export const watchingAs = (classId: ClassId, role: Role, audience = ''): string =>
  role === 'teacher' ? `watch/teacher/${classId}` : `watch/student/${classId}/${audience}`;
export const cameInAs = (roomId: ClassId, personId: PersonId): string => `inside/${roomId}/${personId}`;
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
