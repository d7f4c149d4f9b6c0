import { type Reason, Refusal } from '@liveclass/contract';
import type { Watched } from '../watched.ts';

/** A list that the tool keeps, as it said last. */
export interface ReplyState<R> {
  readonly reply: R | undefined;
  readonly refusedBy: Reason | undefined;
  readonly isBusy: boolean;
}

/** Asks for the list, or for a change that answers it; false where it was refused, and what was there stays. */
export async function takeReply<R>(state: Watched<ReplyState<R>>, ask: () => Promise<R>): Promise<boolean> {
  state.change({ isBusy: true });
  try {
    state.change({ reply: await ask(), refusedBy: undefined });
    return true;
  } catch (error) {
    state.change({ refusedBy: error instanceof Refusal ? error.reason : 'unavailable' });
    return false;
  } finally {
    state.change({ isBusy: false });
  }
}
