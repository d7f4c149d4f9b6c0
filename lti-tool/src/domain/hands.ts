import type { Floor, HandView, Instant, SeatId } from '@liveclass/contract';
import type { SeatRecord } from './seat.ts';

type Seated = Pick<SeatRecord, 'id' | 'joinedAt'>;

/** What was said by somebody who has gone since counts no more, also when they are back: they came anew. */
const stands = (seats: ReadonlyMap<SeatId, Seated>, seatId: SeatId, at: Instant): boolean => {
  const seat = seats.get(seatId);
  return seat !== undefined && seat.joinedAt <= at;
};

const bySeat = (present: readonly Seated[]): ReadonlyMap<SeatId, Seated> => new Map(present.map((seat) => [seat.id, seat]));

/** The hands that are up among those who are here, who raised first first. */
export function handsUp(hands: readonly HandView[], present: readonly Seated[]): HandView[] {
  const seats = bySeat(present);
  return hands
    .filter(({ seatId, raisedAt }) => stands(seats, seatId, raisedAt))
    .sort((one, other) => one.raisedAt - other.raisedAt || one.seatId.localeCompare(other.seatId));
}

/** Who has the floor, if they are still here. */
export function floorNow(floor: Floor | null, present: readonly Seated[]): Floor | null {
  return floor && stands(bySeat(present), floor.seatId, floor.since) ? floor : null;
}
