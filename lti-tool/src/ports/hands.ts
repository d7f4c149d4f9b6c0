import type { ClassId, DurableEvent, Floor, HandView, Instant, SeatId, SessionId } from '@liveclass/contract';
import type { SeatRecord } from '../domain/seat.ts';

interface Where {
  readonly classId: ClassId;
  readonly sessionId: SessionId;
  readonly at: Instant;
}

/** Hands and the floor of sessions. What changes and its event are written together; null where nothing was to be changed. */
export interface Hands {
  /** A hand from before the seat was taken anew counts for nothing, and is raised afresh. */
  raise(seat: SeatRecord, at: Instant): Promise<DurableEvent | null>;
  lower(order: Where & { readonly seatId: SeatId; readonly by: 'self' | 'teacher' }): Promise<DurableEvent | null>;
  lowerAll(order: Where): Promise<DurableEvent | null>;
  /** Every hand of the session, also of people who have gone. */
  of(sessionId: SessionId): Promise<readonly HandView[]>;
  /** Calls the seat and lowers its hand, or (null) nobody. With `only` nothing changes unless that seat has the floor. */
  callUp(order: Where & { readonly seatId: SeatId | null; readonly only?: SeatId }): Promise<DurableEvent | null>;
  /** As it was set last, also when the person has gone. */
  floor(sessionId: SessionId): Promise<Floor | null>;
}
