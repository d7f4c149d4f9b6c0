import { useSyncExternalStore } from 'react';
import type { Watched } from '../watched.ts';

export const useWatched = <T>(watched: Watched<T>): T => useSyncExternalStore(watched.subscribe, watched.get);
