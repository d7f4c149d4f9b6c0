import { type RefObject, useEffect, useRef } from 'react';
import type { Playback } from '../../models/playback.ts';

const AGAIN_MS = 1_500;

/**
 * Plays by links that live a few minutes each. The video keeps its link while that serves; when it is over, at the next play
 * or jump or when the server says no, a fresh one takes its place at the same moment of the recording.
 */
export function useRenewingSource(element: RefObject<HTMLVideoElement | null>, playback: Playback): void {
  const used = useRef<{ url: string; expiresAt: number } | undefined>(undefined);
  useEffect(() => {
    const video = element.current;
    if (!video) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const place = () => {
      const link = playback.link;
      if (!link || link.url === used.current?.url) return;
      const isFirst = used.current === undefined;
      const at = { time: video.currentTime, rate: video.playbackRate, isPlaying: !video.paused };
      used.current = link;
      video.src = link.url;
      if (isFirst) return;
      video.currentTime = at.time;
      video.playbackRate = at.rate;
      if (at.isPlaying) void video.play().catch(() => undefined);
    };
    const freshen = () => void playback.renew().then(place);
    const isOver = () => used.current !== undefined && playback.now() >= used.current.expiresAt;
    const moved = () => {
      if (isOver()) freshen();
    };
    const failed = () => {
      clearTimeout(timer);
      // At once where the link's end explains it; a little later where it may be the network.
      timer = setTimeout(freshen, isOver() ? 0 : AGAIN_MS);
    };
    freshen();
    video.addEventListener('play', moved);
    video.addEventListener('seeking', moved);
    video.addEventListener('error', failed);
    return () => {
      clearTimeout(timer);
      playback.close();
      video.removeEventListener('play', moved);
      video.removeEventListener('seeking', moved);
      video.removeEventListener('error', failed);
    };
  }, [element, playback]);
}
