import { createContext, useContext } from 'react';
import type { Board } from '../../models/board.ts';
import type { MyMedia } from '../../models/my-media.ts';
import type { Polls } from '../../models/polls.ts';
import type { Room } from '../../models/room.ts';
import type { RoomState } from '../../models/room-state.ts';
import type { Teaching } from '../../models/teaching.ts';
import { useWatched } from '../../ui/use-watched.ts';

export interface InRoom {
  readonly room: Room;
  readonly media: MyMedia;
  readonly teaching: Teaching;
  readonly parts: { readonly polls: Polls };
  readonly board: Board;
}

export const RoomContext = createContext<InRoom | undefined>(undefined);

export function useRoom(): InRoom & { readonly state: RoomState } {
  const inRoom = useContext(RoomContext);
  if (!inRoom) throw new Error('A part of the room stands outside of it.');
  return { ...inRoom, state: useWatched(inRoom.room.state) };
}
