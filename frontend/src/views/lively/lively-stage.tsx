import { lazy, Suspense, useRef } from 'react';
import type { Lively } from '../../models/lively.ts';
import { useWatched } from '../../ui/use-watched.ts';
import { useParts } from '../room/room-context.ts';

const Layer = lazy(() => import('./lively-layer.tsx'));

/** Timer, draw, reactions and pace over the stage; loaded with the first of them. */
export function LivelyStage({ onOpen }: { onOpen(): void }) {
  const isNeeded = useIsNeeded(useParts().lively);
  if (!isNeeded) return null;
  return (
    <Suspense>
      <Layer onOpen={onOpen} />
    </Suspense>
  );
}

/** What was there once stays in its place, so that its words are heard when they come. */
function useIsNeeded({ reactions, pace, timer, draw }: Lively): boolean {
  const was = useRef(false);
  const isAnythingThere = [
    useWatched(reactions.state).counts.size > 0,
    Object.keys(useWatched(pace.state).pace.counts).length > 0,
    useWatched(timer.state).timer !== null,
    useWatched(draw.state).drawn !== null,
  ].some(Boolean);
  was.current ||= isAnythingThere;
  return was.current;
}
