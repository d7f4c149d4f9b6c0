import type { Collaborator, ExcalidrawImperativeAPI, ExcalidrawProps, SocketId } from '@excalidraw/excalidraw/types';
import type { SeatId } from '@liveclass/contract';
import { useEffect, useMemo, useRef } from 'react';
import type { Board } from '../../models/board.ts';
import { useRoom } from '../room/room-context.ts';

/** As often as the eye needs, and the server takes. */
const EVERY_MS = 90;
/** A pointer that does not move any more is taken away. */
const STAYS_MS = 5_000;

type Tell = NonNullable<ExcalidrawProps['onPointerUpdate']>;

/** Tells the others where one's own pointer is, at most so often; where it came to rest is told too. */
export function useTellPointer(board: Board): Tell {
  return useMemo(() => {
    let last = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    return ({ pointer, button }) => {
      const tell = () => {
        last = performance.now();
        board.point({ x: pointer.x, y: pointer.y, tool: pointer.tool, isDown: button === 'down' });
      };
      clearTimeout(timer);
      timer = setTimeout(tell, Math.max(0, EVERY_MS - (performance.now() - last)));
    };
  }, [board]);
}

/** The others' pointers and laser trails, with their names. */
export function usePointers(board: Board, api: ExcalidrawImperativeAPI | undefined): void {
  const { state } = useRoom();
  const names = useRef<ReadonlyMap<SeatId, string>>(new Map());
  names.current = new Map(state.people.map(({ seatId, name }) => [seatId, name]));
  useEffect(() => {
    if (!api) return;
    const shown = new Map<SocketId, Collaborator>();
    const timers = new Map<SocketId, ReturnType<typeof setTimeout>>();
    const show = () => api.updateScene({ collaborators: new Map(shown) });
    const stop = board.onPointer(({ seatId, x, y, tool, isDown }) => {
      const key = seatId as string as SocketId;
      shown.set(key, { id: seatId, username: names.current.get(seatId) ?? null, pointer: { x, y, tool }, button: isDown ? 'down' : 'up' });
      clearTimeout(timers.get(key));
      timers.set(
        key,
        setTimeout(() => {
          shown.delete(key);
          show();
        }, STAYS_MS),
      );
      show();
    });
    return () => {
      stop();
      for (const timer of timers.values()) clearTimeout(timer);
    };
  }, [api, board]);
}
