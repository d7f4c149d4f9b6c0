import { type RefObject, useEffect } from 'react';

/** In the course's frame the course has said already what this is. */
export const isFramed = window.parent !== window;

/** Asks the platform for a frame as high as its content, by the message that Canvas, Sakai and others answer; the rest scroll. */
export function useFrameHeight(page: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = page.current;
    if (!element || !isFramed) return;
    const observer = new ResizeObserver(() => {
      // A height is no secret, and the platform's own origin is not known here.
      window.parent.postMessage(JSON.stringify({ subject: 'lti.frameResize', height: element.scrollHeight }), '*');
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [page]);
}
