import { useEffect, useState } from 'react';
import { useHere } from '../house-context.ts';

const SECOND_MS = 1_000;

/** Whole seconds until a moment of the server's time, counted down; 0 when it is past. */
export function useSecondsUntil(at: number): number {
  const { house } = useHere();
  const [, setTick] = useState(0);
  const left = Math.max(0, Math.ceil((at - house.api.now()) / SECOND_MS));
  useEffect(() => {
    if (left === 0) return;
    const timer = setTimeout(() => setTick((tick) => tick + 1), SECOND_MS);
    return () => clearTimeout(timer);
  });
  return left;
}
