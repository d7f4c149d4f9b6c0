import { type BanBody, BanId, type BodyOf, type ClassId, LIMITS, type PersonId, Refusal, type ToolWishes } from '@liveclass/contract';
import { placeOf, placesOf } from '../domain/ban.ts';
import type { Fact } from '../domain/facts.ts';
import type { ClassRecord } from '../domain/identity.ts';
import type { Caller, ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { lineOf } from './change-locks.ts';
import { asOfClass } from './know-room.ts';
import { seatBeside } from './lower-hand.ts';
import { emptySeat, seatsOf } from './put-out.ts';

/** A teacher bans somebody who sits in the room. Refused as `banPerson`, and 'not-found'. */
export async function banSeat(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { seatId, ...about }: BodyOf<ToolWishes, 'seat.ban'>,
): Promise<Done<Record<string, never>>> {
  const { personId } = await seatBeside(ports, caller, seatId);
  return banPerson(ports, await asOfClass(ports, caller), { ...about, personId });
}

/**
 * Keeps a student out of the class or the whole course, on every device, until the ban ends or is lifted. Nobody bans a teacher:
 * not oneself, not a colleague, and across the course nobody who teaches any class of it. Refused: 'forbidden', 'not-found' (not of
 * the class), 'bad-request' (an end that is past or too far).
 */
export async function banPerson(
  ports: ClassroomPorts,
  caller: Caller,
  { personId, scope, reason, until }: BanBody,
): Promise<Done<Record<string, never>>> {
  if (caller.role !== 'teacher') throw new Refusal('forbidden', 'a ban by a student');
  const at = ports.clock.now();
  if (until !== null && (until <= at || until > at + LIMITS.banMs)) throw new Refusal('bad-request', 'the end of a ban');
  const [course, person, role] = await Promise.all([
    ports.classes.find(caller.classId),
    ports.persons.find(personId),
    ports.memberships.role(caller.classId, personId),
  ]);
  if (!course || !person || !role) throw new Refusal('not-found');
  const place = placeOf(course, scope);
  const classes = await classesWithin(ports, personId, place);
  await refuseTeachers(ports, personId, [caller.classId, ...classes]);
  const { name } = person;
  const ban = {
    ...{ id: BanId.parse(ports.ids.id()), identity: person, personId, name, classId: course.id, at, reason },
    ...{ place, scope, until, byId: caller.personId, by: caller.name },
  };
  await ports.bans.put(ban, lineOf(caller, at, { action: 'banned', person: name, personId, reason, scope, until }));
  return putOutOf(ports, personId, classes);
}

/** The classes of this person where a ban of that place holds. */
async function classesWithin(ports: ClassroomPorts, personId: PersonId, place: ReturnType<typeof placeOf>): Promise<readonly ClassId[]> {
  const all = await ports.memberships.classesOf(personId);
  const found = await Promise.all(all.map((classId) => ports.classes.find(classId)));
  return found.filter((course): course is ClassRecord => course !== null && placesOf(course).includes(place)).map(({ id }) => id);
}

async function refuseTeachers({ memberships }: ClassroomPorts, personId: PersonId, classes: readonly ClassId[]): Promise<void> {
  const roles = await Promise.all([...new Set(classes)].map((classId) => memberships.role(classId, personId)));
  if (roles.includes('teacher')) throw new Refusal('forbidden', 'a ban of a teacher');
}

/** Every link in every one of these classes is told and closed, every seat emptied, all their media ended. */
async function putOutOf(ports: ClassroomPorts, personId: PersonId, classes: readonly ClassId[]): Promise<Done<Record<string, never>>> {
  const facts: Fact[] = [];
  const closing: (() => Promise<void>)[] = [];
  for (const classId of classes) {
    facts.push({ kind: 'removed', classId, personId, why: 'banned' });
    for (const seat of await seatsOf(ports, classId, personId)) {
      const out = await emptySeat(ports, seat);
      facts.push(...out.facts);
      closing.push(out.close);
    }
  }
  return { value: {}, facts, afterwards: async () => void (await Promise.all(closing.map((close) => close()))) };
}
