import type { FactOf, Instant, PaceState, PaceView, RoomReaction, SeatId, ToolFacts } from '@liveclass/contract';
import type { SeatRecord } from './seat.ts';

/** What a seat said, and in which round. */
export interface SaidState {
  readonly seatId: SeatId;
  readonly state: PaceState;
  readonly round: number;
  readonly at: Instant;
}

type Seated = Pick<SeatRecord, 'id' | 'role' | 'joinedAt'>;

/** The states that count: of students who are here, of this round, said since they came in. */
export function statesOf(said: readonly SaidState[], round: number, present: readonly Seated[]): ReadonlyMap<SeatId, PaceState> {
  const seats = new Map(present.map((seat) => [seat.id, seat]));
  const counts = said.filter(({ seatId, at, round: saidIn }) => {
    const seat = seats.get(seatId);
    return saidIn === round && seat?.role === 'student' && seat.joinedAt <= at;
  });
  return new Map(counts.map(({ seatId, state }) => [seatId, state]));
}

/** How the pace is, as teachers are told it. */
export function paceOf(states: ReadonlyMap<SeatId, PaceState>, round: number): PaceView {
  const counts: PaceView['counts'] = {};
  for (const state of states.values()) counts[state] = (counts[state] ?? 0) + 1;
  return { round, counts, people: [...states].map(([seatId, state]) => ({ seatId, state })) };
}

/** The same as students are told it: how many and never who, and only where that is shared. */
export const sharedPace = ({ round, counts }: PaceView, isShared: boolean): PaceView => ({
  round,
  counts: isShared ? counts : {},
  people: [],
});

type Burst = FactOf<ToolFacts, 'lively.reactions'>;

/** What a class sent within one window: a person counts once for each kind, however often they pressed. */
export class ReactionWindow {
  readonly #sent = new Map<RoomReaction, Set<SeatId>>();

  add(seatId: SeatId, kind: RoomReaction): void {
    const seats = this.#sent.get(kind);
    if (seats) seats.add(seatId);
    else this.#sent.set(kind, new Set([seatId]));
  }

  /** `most` of the seats are named, one kind each: a tile has room for one. */
  told(most: number): Burst {
    const named = new Map<SeatId, RoomReaction>();
    for (const [kind, seats] of this.#sent) for (const seatId of seats) if (named.size < most || named.has(seatId)) named.set(seatId, kind);
    return {
      counts: Object.fromEntries([...this.#sent].map(([kind, seats]) => [kind, seats.size])),
      from: [...named].map(([seatId, kind]) => ({ seatId, kind })),
    };
  }
}
