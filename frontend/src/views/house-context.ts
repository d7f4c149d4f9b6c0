import type { SessionView } from '@liveclass/contract';
import { createContext, useContext } from 'react';
import type { House } from '../house.ts';

export interface Here {
  readonly house: House;
  readonly session: SessionView;
}

export const HereContext = createContext<Here | undefined>(undefined);

/** The house and who is in it. */
export function useHere(): Here {
  const here = useContext(HereContext);
  if (!here) throw new Error('A view stands outside the signed-in part of the page.');
  return here;
}
