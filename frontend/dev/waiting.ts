import type { WaiterId, WaitingView } from '@liveclass/contract';
import type { WaitingState } from '../src/models/waiting.ts';
import { Watched } from '../src/watched.ts';
import { madeUpPeople } from './people.ts';

const resolved = async (): Promise<boolean> => true;
const MINUTE_MS = 60_000;

/** Who waits at the door: `waiters=3` puts so many there; `stage=…`, `standing=…` and `said` are about the person who looks. */
export function madeUpWaiting(wish: URLSearchParams) {
  const waiters = madeUpPeople(Number(wish.get('waiters') ?? 0) + 1, 0)
    .slice(1)
    .map(({ name }, index) => ({ id: `waiter-${index}` as WaiterId, name, since: Date.now() - index * MINUTE_MS }));
  const message = wish.has('said')
    ? 'We begin at five past ten. Have page twelve of the book open, please, and something to write with.'
    : '';
  const stage = (wish.get('stage') ?? 'teacher-here') as WaitingView['stage'];
  const standing = (wish.get('standing') ?? 'waiting') as NonNullable<WaitingState['mine']>['standing'];
  const state = new Watched<WaitingState>({
    door: { isOn: wish.has('door'), message, waiters },
    mine: { standing, view: { stage, message } },
  });
  return { state, letIn: resolved, letAllIn: resolved, turnAway: resolved, set: resolved, askAgain: () => undefined };
}
