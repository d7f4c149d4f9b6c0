import { createContext, useContext } from 'react';
import type { Desk } from '../../models/desk.ts';

export const DeskContext = createContext<Desk | undefined>(undefined);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('A view of the desk stands outside of it.');
  return desk;
}
