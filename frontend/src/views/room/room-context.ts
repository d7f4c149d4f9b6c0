import { createContext, useContext } from 'react';
import type { Board } from '../../models/board.ts';
import type { Chat } from '../../models/chat.ts';
import type { Hands } from '../../models/hands.ts';
import type { Lively } from '../../models/lively.ts';
import type { MyMedia } from '../../models/my-media.ts';
import type { Order } from '../../models/order.ts';
import type { Polls } from '../../models/polls.ts';
import type { Room } from '../../models/room.ts';
import type { RoomState } from '../../models/room-state.ts';
import type { Teaching } from '../../models/teaching.ts';
import type { Waiting } from '../../models/waiting.ts';
import { useWatched } from '../../ui/use-watched.ts';

export interface InRoom {
  readonly room: Room;
  readonly media: MyMedia;
  readonly teaching: Teaching;
  readonly parts: {
    readonly chat: Chat;
    readonly polls: Polls;
    readonly hands: Hands;
    readonly order: Order;
    readonly lively: Lively;
    readonly waiting: Waiting;
  };
  readonly board: Board;
}

export const RoomContext = createContext<InRoom | undefined>(undefined);

/** The features' models, without drawing again whenever anything in the room changes. */
export function useParts(): InRoom['parts'] {
  const inRoom = useContext(RoomContext);
  if (!inRoom) throw new Error('A part of the room stands outside of it.');
  return inRoom.parts;
}

export function useRoom(): InRoom & { readonly state: RoomState } {
  const inRoom = useContext(RoomContext);
  if (!inRoom) throw new Error('A part of the room stands outside of it.');
  return { ...inRoom, state: useWatched(inRoom.room.state) };
}
