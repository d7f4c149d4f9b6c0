import type { Router } from 'express';
import { guestRoutes } from './adapters/http/guests.ts';
import type { Connection } from './adapters/mongo/connection.ts';
import { mongoGroupRooms } from './adapters/mongo/group-rooms.ts';
import { mongoGuestLinks, mongoGuests } from './adapters/mongo/guests.ts';
import { openOneTimeCodes } from './adapters/mongo/web-sessions.ts';
import type { Identity } from './main-identity.ts';
import type { Clock, Ids } from './ports/identity.ts';
import { enterAsGuest, lookAtLink } from './usecases/enter-as-guest.ts';
import { listGuestLinks, makeGuestLink, revokeGuestLink } from './usecases/govern-guest-links.ts';

interface GuestParts {
  readonly connection: Connection;
  readonly identity: Identity;
  readonly config: { readonly publicUrl: URL };
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The part of the composition root that lets people in by links, without an LMS. */
export async function createGuests({ connection, identity, config: { publicUrl }, clock, ids }: GuestParts): Promise<Router> {
  const ports = {
    ...{ guestLinks: mongoGuestLinks(connection), guests: mongoGuests(connection), rooms: mongoGroupRooms(connection, ids) },
    ...{ codes: await openOneTimeCodes(connection), allowsGuests: identity.allowsGuests, banDoor: identity.banDoor },
    ...{ classes: identity.classes, clock, ids },
  };
  return guestRoutes(
    {
      list: (session) => listGuestLinks(ports, session),
      make: (session, body) => makeGuestLink(ports, session, body, publicUrl),
      revoke: (session, id) => revokeGuestLink(ports, session, id),
      look: (secret, device) => lookAtLink(ports, secret, device),
      enter: (body, device) => enterAsGuest(ports, body, device),
    },
    identity.requireSession,
    publicUrl,
  );
}
