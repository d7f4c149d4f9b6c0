import type { SeatId } from '@liveclass/contract';
import { useWatched } from '../../ui/use-watched.ts';
import { useRoom } from '../room/room-context.ts';

export interface HandOf {
  /** Place in the queue from 1; undefined while the hand is down. */
  readonly place: number | undefined;
  readonly hasFloor: boolean;
}

/** How somebody's hand stands. */
export function useHand(seatId: SeatId): HandOf {
  const { hands } = useRoom().parts;
  const { queue, floor } = useWatched(hands.state);
  const index = queue.findIndex((hand) => hand.seatId === seatId);
  return { place: index < 0 ? undefined : index + 1, hasFloor: floor?.seatId === seatId };
}
