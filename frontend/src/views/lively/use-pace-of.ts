import type { PaceState, SeatId } from '@liveclass/contract';
import { useWatched } from '../../ui/use-watched.ts';
import { useParts } from '../room/room-context.ts';

/** What a teacher is told that somebody says of the pace; students are told of nobody. */
export function usePaceOf(seatId: SeatId): PaceState | undefined {
  const { pace } = useParts().lively;
  useWatched(pace.state);
  return pace.stateOf(seatId);
}
