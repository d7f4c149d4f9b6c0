import { Refusal } from '@liveclass/contract';
import type { Notices } from './notices.ts';

/** Asks the tool; where it says no, the person is told why. */
export async function tryWish(notices: Notices, wish: () => Promise<unknown>): Promise<boolean> {
  try {
    await wish();
    return true;
  } catch (error) {
    notices.say(`reasons.${error instanceof Refusal ? error.reason : 'unavailable'}`, {}, 'trouble');
    return false;
  }
}
