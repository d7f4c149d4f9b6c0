import { type GuestLinksReply, Refusal } from '@liveclass/contract';
import { describe, expect, it } from 'vitest';
import type { GuestsApi } from '../links/guests-api.ts';
import { GuestLinks } from './guest-links.ts';

const reply: GuestLinksReply = { isAllowed: true, links: [] };
const draft = { label: 'A speaker', expiresAt: 1, most: 1 };
const links = (part: Partial<Record<keyof GuestsApi, () => unknown>>) =>
  new GuestLinks({ links: async () => reply, ...part } as unknown as GuestsApi);

describe('links for guests', () => {
  it('[GL20] the address of a new one is there to copy, also while others are revoked', async () => {
    const made = links({ make: async () => ({ ...reply, url: 'https://tool.example/guest#guest=x' }), revoke: async () => reply });
    expect(await made.make(draft)).toBe(true);
    expect(await made.revoke('link-0001')).toBe(true);
    expect(made.state.get()).toEqual({ reply, made: 'https://tool.example/guest#guest=x', refusedBy: undefined, isBusy: false });
  });

  it('[GL20] a "no" is told, and gone with the next yes', async () => {
    const refused = links({
      make: async () => {
        throw new Refusal('too-large');
      },
    });
    expect(await refused.make(draft)).toBe(false);
    expect(refused.state.get()).toMatchObject({ refusedBy: 'too-large', made: undefined, isBusy: false });
    await refused.load();
    expect(refused.state.get().refusedBy).toBeUndefined();
  });
});
