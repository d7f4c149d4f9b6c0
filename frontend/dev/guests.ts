import { type GuestLinksReply, Refusal } from '@liveclass/contract';
import type { GuestLinksState } from '../src/models/guest-links.ts';
import { Watched } from '../src/watched.ts';

const resolved = async (): Promise<boolean> => true;
const HOUR_MS = 3_600_000;
const URL_MADE = 'https://live.school.example/guest#guest=pXkQ3vJ8m1dYt6Rz0aWc5bLh2nGf4sEu7iOqKxTyZvM';

/** `guests`: the admin allows them and there are links; `made`: one was just made. */
export function madeUpGuestLinks(wish: URLSearchParams) {
  const now = Date.now();
  const link = { createdAt: now - HOUR_MS, expiresAt: now + HOUR_MS, most: 10, used: 3, isRevoked: false };
  const reply = {
    isAllowed: wish.has('guests'),
    links: wish.has('guests')
      ? [
          { ...link, id: 'link-0001', label: 'Parents of year 9' },
          { ...link, id: 'link-0002', label: 'زوار من جامعة أخرى', isRevoked: true },
          {
            ...link,
            id: 'link-0003',
            label: 'A speaker with a title that somebody wrote without thinking of phones at all',
            expiresAt: now - HOUR_MS,
          },
        ]
      : [],
  } as unknown as GuestLinksReply;
  const state = new Watched<GuestLinksState>({ reply, made: wish.has('made') ? URL_MADE : undefined, refusedBy: undefined, isBusy: false });
  return { state, load: resolved, make: resolved, revoke: resolved };
}

/** What a link leads to: `over` for one that works no more, `badname` for a name that is refused. */
export const madeUpGuestsApi = (wish: URLSearchParams, title: string) => ({
  look: async () => {
    if (wish.has('over')) throw new Refusal('link-expired');
    return { title, name: '' };
  },
  enter: async () => {
    throw new Refusal(wish.has('badname') ? 'bad-name' : 'link-full');
  },
});
