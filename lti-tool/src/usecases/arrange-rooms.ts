import { type ClassGroups, type ClassId, LIMITS, Refusal } from '@liveclass/contract';
import { eventFacts } from '../domain/facts.ts';
import { arrangementOf, mayEnter } from '../domain/rooms.ts';
import type { SeatRecord } from '../domain/seat.ts';
import type { ClassroomPorts } from '../ports/classroom.ts';
import type { LmsActivity } from '../ports/desk.ts';
import type { Classes } from '../ports/identity.ts';
import type { GroupOfPeople } from '../ports/rooms.ts';
import type { RosterPeople } from '../ports/roster.ts';
import { roomIds } from './know-room.ts';
import { closeMedia } from './leave-room.ts';
import { classOfActivity } from './take-lms-settings.ts';

export interface ArrangingPorts extends ClassroomPorts {
  readonly known: Classes;
  readonly people: Pick<RosterPeople, 'persons'>;
}

/**
 * An LMS says which rooms an activity has and who is in which group. Its word is kept also for an activity that nobody has opened yet;
 * what is older than what is known changes nothing, and the same again changes nothing either.
 */
export async function arrangeRooms(ports: ArrangingPorts, activity: LmsActivity, said: ClassGroups): Promise<void> {
  // A list from the future would stand in the way of every later one.
  if (said.changed_at > ports.clock.now() + LIMITS.launchSkewMs) throw new Refusal('launch-refused', 'groups of the future');
  const { id, issuer } = await classOfActivity({ classes: ports.known }, activity);
  const groups = said.rooms === 'per-group' ? await groupsOf(ports, issuer, said) : [];
  const plan = { perGroup: said.rooms === 'per-group', ungrouped: said.ungrouped, version: said.changed_at };
  if (!(await ports.rooms.replace(id, plan, groups))) {
    ports.log.info({ classId: id, version: plan.version }, 'groups that are older than what is known were left alone');
    return;
  }
  await displace(ports, id);
  ports.publisher.publish([
    { kind: 'regrouped', classId: id },
    { kind: 'class-changed', classId: id },
  ]);
}

/** Groups name people by their LMS ids; who has never been here is known by nothing else until their first launch. */
async function groupsOf({ people }: ArrangingPorts, issuer: string, { groups }: ClassGroups): Promise<readonly GroupOfPeople[]> {
  const subs = [...new Set(groups.flatMap(({ members }) => members))];
  const persons = await people.persons(
    issuer,
    subs.map((sub) => ({ sub, name: '', role: 'student' })),
  );
  return groups.map(({ id, name, members }) => ({
    groupId: id,
    name,
    members: [...new Set(members)].flatMap((sub) => persons.get(sub) ?? []),
  }));
}

/** Whoever sits in a room that is not theirs any more is out of it at once. */
async function displace(ports: ArrangingPorts, classId: ClassId): Promise<void> {
  const { plan, rooms } = await ports.rooms.of(classId);
  const live = await ports.sessions.liveIn(roomIds(classId, { plan, rooms }));
  for (const { id } of live) {
    const seated = await ports.seats.present(id);
    const members = await ports.rooms.membersAmong(
      classId,
      seated.map(({ personId }) => personId),
    );
    for (const seat of seated) {
      const arrangement = arrangementOf(plan, rooms, (room) => members.get(room.id)?.has(seat.personId) ?? false);
      if (!mayEnter(arrangement, classId, seat.classId, seat.role)) await unseat(ports, seat);
    }
  }
}

type Unseating = Pick<ClassroomPorts, 'seats' | 'sessions' | 'control' | 'publisher' | 'clock' | 'log'>;

/** Gives up a seat for a person who may not have it; their page is told why, and stays of the class. */
export async function unseat(ports: Unseating, { classId, sessionId, personId, id: seatId }: SeatRecord): Promise<void> {
  const event = await ports.seats.leave({ classId, seatId, at: ports.clock.now() });
  ports.publisher.publish([
    ...eventFacts(classId, event),
    { kind: 'displaced', classId, seatId, personId },
    { kind: 'class-changed', classId },
  ]);
  await closeMedia(ports, { classId, sessionId, seatId }).catch((error: unknown) => {
    ports.log.warn({ err: error, seatId }, 'a gateway was not told that somebody is of another room now');
  });
}
