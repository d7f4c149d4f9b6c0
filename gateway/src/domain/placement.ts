/** What is known of a worker when a room looks for a place. */
export interface Place {
  readonly index: number;
  readonly isAlive: boolean;
  /** Share of its core used lately, 0 to 1. */
  readonly cpu: number;
  readonly seats: number;
  /** Rooms placed lately, whose people have not arrived yet: a class start must not pile up on one worker. */
  readonly freshRooms: number;
}

/** What an expected or present seat is reckoned to cost, as a share of a core. */
const SEAT_COST = 0.005;
const FRESH_ROOM_COST = 0.1;

export const load = (place: Place): number => place.cpu + place.seats * SEAT_COST + place.freshRooms * FRESH_ROOM_COST;

/** The least loaded live worker; of equals the first. Undefined when none lives. */
export function choosePlace(places: readonly Place[]): Place | undefined {
  const alive = places.filter((place) => place.isAlive);
  return alive.reduce<Place | undefined>((best, place) => (best && load(best) <= load(place) ? best : place), undefined);
}

/** How long a room waits before its next move: none at first, then longer, because media that kills workers must not kill them in a loop. */
export function moveDelayMs(movesLately: number): number {
  if (movesLately < 3) return 0;
  return Math.min(30_000, 1000 * 2 ** (movesLately - 3));
}
