import { type GuestLinkBody, GuestLinkId, type GuestLinkMade, type GuestLinksReply, Refusal } from '@liveclass/contract';
import { mindEnd } from '../domain/guest.ts';
import type { Caller } from '../ports/classroom.ts';
import type { AllowsGuests, GuestLinks } from '../ports/guests.ts';
import type { Clock, Ids } from '../ports/identity.ts';

export interface GuestLinkPorts {
  readonly guestLinks: GuestLinks;
  readonly allowsGuests: AllowsGuests;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The links of the class, for its teachers. Refused: 'forbidden'. */
export async function listGuestLinks({ guestLinks, allowsGuests }: GuestLinkPorts, { classId, role }: Caller): Promise<GuestLinksReply> {
  if (role !== 'teacher') throw new Refusal('forbidden', 'links for guests');
  const [isAllowed, links] = await Promise.all([allowsGuests(classId), guestLinks.list(classId)]);
  return { isAllowed, links: links.map(({ classId: _, ...view }) => view) };
}

/** Its address is told this once: what is kept of it opens nothing. Refused: 'forbidden', 'guests-off', 'bad-request', 'too-large'. */
export async function makeGuestLink(ports: GuestLinkPorts, caller: Caller, body: GuestLinkBody, publicUrl: URL): Promise<GuestLinkMade> {
  if (caller.role !== 'teacher') throw new Refusal('forbidden', 'a link for guests');
  const { classId } = caller;
  if (!(await ports.allowsGuests(classId))) throw new Refusal('guests-off');
  const createdAt = ports.clock.now();
  mindEnd(body.expiresAt, createdAt);
  const secret = ports.ids.secret();
  const id = GuestLinkId.parse(ports.ids.id());
  if (!(await ports.guestLinks.add({ ...body, id, classId, secret, createdAt }))) throw new Refusal('too-large', 'links for guests');
  // Behind the number sign: it is in no log and no referrer.
  return { ...(await listGuestLinks(ports, caller)), url: new URL(`/guest#guest=${secret}`, publicUrl).href };
}

/** Nobody comes by it any more; who is in stays until the class ends. Refused: 'forbidden', 'not-found'. */
export async function revokeGuestLink(ports: GuestLinkPorts, caller: Caller, id: string): Promise<GuestLinksReply> {
  if (caller.role !== 'teacher') throw new Refusal('forbidden', 'a link for guests');
  if (!(await ports.guestLinks.revoke(caller.classId, id))) throw new Refusal('not-found');
  return listGuestLinks(ports, caller);
}
