import type { ClassId, Door, Instant, PersonId, SessionId, WaiterId, WaiterView, WaitingView } from '@liveclass/contract';
import { guestMark, type SeatRecord } from './seat.ts';

/** Somebody's place in front of a room. */
export interface Waiter {
  readonly id: WaiterId;
  readonly roomId: ClassId;
  readonly personId: PersonId;
  readonly name: string;
  readonly since: Instant;
}

/**
 * How somebody stands at a door. Being let in or turned away is about one session; about any other one it says nothing. 'gone' is
 * who was not heard of for a while and has their place again when they come back soon.
 */
export type AtDoor = { readonly state: 'waiting' | 'gone' } | { readonly state: 'let-in' | 'turned-away'; readonly sessionId: SessionId };

export const OPEN_DOOR: Door = { isOn: false, message: '' };

/** Nothing is said of who was turned away from another session, nor who was let into one. */
export function standsFor(at: AtDoor | null, sessionId: SessionId | null): AtDoor['state'] | null {
  if (!at) return null;
  return 'sessionId' in at && at.sessionId !== sessionId ? null : at.state;
}

/** What those who wait may know of the room: whether there is somebody who could let them in. */
export function stageOf(isLive: boolean, present: readonly Pick<SeatRecord, 'role'>[]): WaitingView['stage'] {
  if (!isLive) return 'not-begun';
  return present.some(({ role }) => role === 'teacher') ? 'teacher-here' : 'teacher-away';
}

export const waiterView = ({ id, personId, name, since }: Waiter): WaiterView => ({ id, name, since, ...guestMark(personId) });
