import { type Reason, Refusal } from '@liveclass/contract';
import { useState } from 'react';
import { useHere } from '../house-context.ts';

export type Opening =
  | { readonly phase: 'idle' }
  | { readonly phase: 'opening' }
  | { readonly phase: 'opened' }
  | { readonly phase: 'blocked'; readonly url: string }
  | { readonly phase: 'refused'; readonly reason: Reason };

interface Which {
  readonly recordingId?: string;
  /** A group's room; the one for all without it. */
  readonly roomId?: string | undefined;
}

/** In the address and not behind its `#`, so that a reload comes back into the same room. */
function withRoom(url: string, roomId: string): string {
  const address = new URL(url);
  address.searchParams.set('room', roomId);
  return address.href;
}

/**
 * Opens the room, or a recording, in a tab of its own by a one-time code. The tab is opened in the click itself and sent on
 * its way later, because a browser blocks a window that opens when an answer arrives.
 */
export function useOpenRoom(place: 'room' | 'recording', fragment: () => string, which: Which = {}) {
  const { house } = useHere();
  const [state, setState] = useState<Opening>({ phase: 'idle' });
  const open = () => {
    const tab = window.open('', '_blank');
    setState({ phase: 'opening' });
    house.api
      .handoff(place, which.recordingId)
      .then(({ url: bare }) => {
        const url = which.roomId ? withRoom(bare, which.roomId) : bare;
        const extra = fragment();
        const address = extra ? `${url}${url.includes('#') ? '&' : '#'}${extra}` : url;
        if (!tab || tab.closed) {
          setState({ phase: 'blocked', url: address });
          return;
        }
        // The room needs no way back into the lobby's window.
        tab.opener = null;
        tab.location.replace(address);
        setState({ phase: 'opened' });
      })
      .catch((error: unknown) => {
        tab?.close();
        setState({ phase: 'refused', reason: error instanceof Refusal ? error.reason : 'unavailable' });
      });
  };
  return { state, open };
}
