import { Refusal } from '@liveclass/contract';
import { describe, expect, it } from 'vitest';
import { assertClaim, type Bar, type Claim, claimSeat, type Holder } from './seat-claim.ts';

const claim = (fields: Partial<Claim> = {}): Claim => ({ tab: 'tab-a', turn: 3, issuedAt: 100, generation: undefined, ...fields });
const holder = (fields: Partial<Holder> = {}): Holder => ({ tab: 'tab-a', turn: 3, isSeated: true, ...fields });
const isLet = (who: Holder | undefined, bar: Bar | undefined, what: Claim): boolean => {
  try {
    assertClaim(who, bar, what);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    expect((error as Refusal).reason).toBe('superseded');
    return false;
  }
};

describe('who may take a seat', () => {
  it('[ML7] the same tab, or another with a higher turn; never a lower turn', () => {
    expect(isLet(undefined, undefined, claim())).toBe(true);
    expect(isLet(holder(), undefined, claim())).toBe(true);
    expect(isLet(holder(), undefined, claim({ tab: 'tab-b', turn: 4 }))).toBe(true);
    expect(isLet(holder(), undefined, claim({ tab: 'tab-b' }))).toBe(false);
    expect(isLet(holder({ isSeated: false }), undefined, claim({ tab: 'tab-b' }))).toBe(true);
    for (const tab of ['tab-a', 'tab-b'])
      for (const isSeated of [true, false]) expect(isLet(holder({ isSeated }), undefined, claim({ tab, turn: 2 }))).toBe(false);
  });

  it('[GW11] after a removal only tokens that were issued later, to the second exactly', () => {
    const bar = { turn: 3, removedAt: 100 };
    expect(isLet(undefined, bar, claim({ issuedAt: 99, turn: 9 }))).toBe(false);
    expect(isLet(undefined, bar, claim({ issuedAt: 100, turn: 3 }))).toBe(false);
    expect(isLet(undefined, bar, claim({ issuedAt: 100, turn: 4 }))).toBe(true);
    expect(isLet(undefined, bar, claim({ issuedAt: 101, turn: 3 }))).toBe(true);
  });

  it('[ML7] after a takeover only turns above it, whenever they were issued', () => {
    const bar = { turn: 3, removedAt: undefined };
    expect(isLet(undefined, bar, claim({ issuedAt: 9999 }))).toBe(false);
    expect(isLet(undefined, bar, claim({ turn: 4, issuedAt: 0 }))).toBe(true);
  });

  it('[ML5] the same tab with the present generation resumes; anything else starts again', () => {
    expect(claimSeat(holder(), claim({ generation: 2 }), 2)).toBe('resume');
    expect(claimSeat(holder(), claim({ generation: 1 }), 2)).toBe('restart');
    expect(claimSeat(holder(), claim(), 2)).toBe('restart');
    expect(claimSeat(holder(), claim({ tab: 'tab-b', turn: 4, generation: 2 }), 2)).toBe('takeover');
    expect(claimSeat(holder({ isSeated: false }), claim({ generation: 2 }), 2)).toBe('fresh');
    expect(claimSeat(undefined, claim({ generation: 2 }), 2)).toBe('fresh');
  });
});
