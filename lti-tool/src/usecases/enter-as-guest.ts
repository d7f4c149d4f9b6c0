import { type GuestLookReply, LIMITS, PersonId, Refusal } from '@liveclass/contract';
import { type GuestLink, isLinkOpen, nameOfGuest } from '../domain/guest.ts';
import type { WebSession } from '../domain/identity.ts';
import { openTo } from '../domain/rooms.ts';
import type { AllowsGuests, GuestLinks, Guests } from '../ports/guests.ts';
import type { Classes, Clock, Ids, OneTimeCodes } from '../ports/identity.ts';
import type { GroupRooms } from '../ports/rooms.ts';
import type { BanDoor } from './refuse-banned.ts';

export interface GuestPorts {
  readonly guestLinks: Pick<GuestLinks, 'find'>;
  readonly guests: Guests;
  readonly allowsGuests: AllowsGuests;
  readonly classes: Pick<Classes, 'find'>;
  readonly rooms: Pick<GroupRooms, 'of'>;
  readonly codes: Pick<OneTimeCodes, 'create'>;
  readonly banDoor: Pick<BanDoor, 'mind'>;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** One that is over and one that never was are told apart by nobody. Refused: 'link-expired', 'guests-off'. */
async function openLink({ guestLinks, allowsGuests, clock }: GuestPorts, secret: string): Promise<GuestLink> {
  const link = await guestLinks.find(secret);
  if (!link || !isLinkOpen(link, clock.now())) throw new Refusal('link-expired', 'a link for guests');
  if (!(await allowsGuests(link.classId))) throw new Refusal('guests-off');
  return link;
}

/** What somebody who opened a link may know before they said who they are: what the class is called. */
export async function lookAtLink(ports: GuestPorts, secret: string, device: string | undefined): Promise<GuestLookReply> {
  const link = await openLink(ports, secret);
  const [course, guest] = await Promise.all([
    ports.classes.find(link.classId),
    device ? ports.guests.byDevice(link.classId, device) : null,
  ]);
  if (!course) throw new Refusal('link-expired', 'the class of a link');
  return { title: course.title, name: guest?.name ?? '' };
}

export interface GuestCame {
  /** To the door: nobody comes further without a teacher. */
  readonly path: string;
  readonly expiresAt: number;
  /** What the browser is known by from now on. */
  readonly device: string;
}

/** Refused: 'link-expired', 'guests-off', 'bad-name', 'link-full', 'banned', 'other-room'. */
export async function enterAsGuest(
  ports: GuestPorts,
  { secret, name }: { readonly secret: string; readonly name: string },
  known: string | undefined,
): Promise<GuestCame> {
  const { guests, ids, clock } = ports;
  const link = await openLink(ports, secret);
  const { classId } = link;
  const device = known ?? ids.secret();
  const before = await guests.byDevice(classId, device);
  if (before) await ports.banDoor.mind({ classId, personId: before.id, role: 'student' });
  const called = nameOfGuest(name, await guests.teacherNames(classId));
  const newId = PersonId.parse(`guest_${ids.id()}`);
  const room = await roomFor(ports, link, before?.id ?? newId);
  const guest = await guests.come({ newId, link, device, name: called });
  const now = clock.now();
  const session: WebSession = {
    ...{ personId: guest.id, classId, role: 'student', name: called, place: 'room', ownTab: true },
    ...{ createdAt: now, expiresAt: now + LIMITS.webSessionMs },
  };
  const [code, expiresAt] = [ids.secret(), now + LIMITS.handoffCodeMs];
  await ports.codes.create(code, session, expiresAt);
  return { path: `/room${room}#code=${code}`, expiresAt, device };
}

/** Where each group has a room guests are of none: theirs is the room of the people without a group, where there is one. */
async function roomFor({ rooms }: GuestPorts, { classId }: GuestLink, personId: PersonId): Promise<string> {
  const open = openTo(await rooms.of(classId, personId), 'student');
  if (open === null) return '';
  const [room] = open;
  if (!room) throw new Refusal('other-room', 'no room for guests');
  return `?room=${room.id}`;
}
