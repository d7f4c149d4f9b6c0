import type { SeatId } from '@liveclass/contract';
import { type RefObject, useEffect } from 'react';
import type { Room } from '../../models/room.ts';
import { layerFor } from '../../models/stage.ts';

/**
 * Tells the gateway how large a picture stands on screen here, and when it no longer does: a picture that nobody sees is
 * not sent, and a small tile gets a small picture.
 */
export function useShown(
  ref: RefObject<HTMLElement | null>,
  room: Room,
  seatId: SeatId,
  source: 'camera' | 'screen',
  isMine: boolean,
): void {
  useEffect(() => {
    const element = ref.current;
    if (!element || isMine) return;
    let isVisible = false;
    const tell = () => {
      const height = element.clientHeight * Math.min(devicePixelRatio, 2);
      room.show(seatId, source, isVisible && height > 0 ? layerFor(height) : undefined);
    };
    const sight = new IntersectionObserver(([entry]) => {
      isVisible = entry?.isIntersecting ?? false;
      tell();
    });
    const size = new ResizeObserver(tell);
    sight.observe(element);
    size.observe(element);
    return () => {
      sight.disconnect();
      size.disconnect();
      room.show(seatId, source, undefined);
    };
  }, [ref, room, seatId, source, isMine]);
}
