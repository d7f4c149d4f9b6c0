import { useEffect, useState } from 'react';
import { useHere } from '../house-context.ts';

const EVERY_MS = 15_000;

/** The server's time; the view is drawn again as it goes on. */
export function useNow(): number {
  const { house } = useHere();
  const [now, setNow] = useState(() => house.api.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(house.api.now()), EVERY_MS);
    return () => clearInterval(timer);
  }, [house]);
  return now;
}
