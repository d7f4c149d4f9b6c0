import { useEffect } from 'react';
import type { FileShelf, ShelfState } from '../../models/file-shelf.ts';
import { useWatched } from '../../ui/use-watched.ts';
import { useHere } from '../house-context.ts';

/** The class's files, followed while the view is there. */
export function useShelf(): ShelfState & { readonly shelf: FileShelf } {
  const shelf = useHere().house.files;
  const state = useWatched(shelf.state);
  useEffect(() => {
    shelf.open();
    return () => shelf.close();
  }, [shelf]);
  return { ...state, shelf };
}
