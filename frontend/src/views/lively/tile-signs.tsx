import type { SeatId } from '@liveclass/contract';
import { lazy, Suspense } from 'react';
import { useWatched } from '../../ui/use-watched.ts';
import { useParts } from '../room/room-context.ts';
import { usePaceOf } from './use-pace-of.ts';

const Signs = lazy(() => import('./signs-on-tile.tsx'));

/** What somebody shows for a moment, and for teachers what they say of the pace. */
export function TileSigns({ seatId }: { readonly seatId: SeatId }) {
  const { lively } = useParts();
  const reaction = useWatched(lively.reactions.state).bySeat.get(seatId);
  const pace = usePaceOf(seatId);
  if (!reaction && !pace) return null;
  return (
    <Suspense>
      <Signs reaction={reaction} pace={pace} />
    </Suspense>
  );
}
