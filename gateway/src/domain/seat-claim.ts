import { Refusal } from '@liveclass/contract';

/** Who holds a seat, or held it last. */
export interface Holder {
  readonly tab: string;
  readonly turn: number;
  /** True while its media is there: linked, or within the grace of a lost link. */
  readonly isSeated: boolean;
}

/** Tokens that an eject made worthless. */
export interface Bar {
  /** The turn that was ejected. */
  readonly turn: number;
  /** The second of a removal; undefined where another tab took over and only the turn counts. */
  readonly removedAt: number | undefined;
}

export interface Claim {
  readonly tab: string;
  readonly turn: number;
  /** Seconds since 1970, by the tool's clock. */
  readonly issuedAt: number;
  /** The generation that the tab still has, when it asks to resume. */
  readonly generation: number | undefined;
}

/** Refuses a claim whose token lost its worth: an eject came after it, or another tab took the seat. */
export function assertClaim(holder: Holder | undefined, bar: Bar | undefined, claim: Claim): void {
  if (bar && isBarred(bar, claim)) throw new Refusal('superseded', { why: 'barred' });
  if (!holder) return;
  if (claim.turn < holder.turn) throw new Refusal('superseded', { why: 'lower turn' });
  // Two tabs with one turn: the first keeps the seat, else both would throw each other out for ever.
  if (claim.turn === holder.turn && claim.tab !== holder.tab && holder.isSeated) throw new Refusal('superseded', { why: 'same turn' });
}

/**
 * What becomes of the seat: 'resume' gives the tab its transports back, 'restart' closes what the same tab had (it was
 * reloaded or lost its state), 'takeover' does so because another tab has it now, 'fresh' where nothing is there.
 */
export function claimSeat(holder: Holder | undefined, claim: Claim, generation: number): 'fresh' | 'resume' | 'restart' | 'takeover' {
  if (!holder?.isSeated) return 'fresh';
  if (holder.tab !== claim.tab) return 'takeover';
  return claim.generation === generation ? 'resume' : 'restart';
}

/**
 * Who was removed comes back with a token that the tool issued afterwards, or not at all. Tokens carry whole seconds, so
 * within the second of the removal itself only a higher turn proves to be newer.
 */
function isBarred(bar: Bar, claim: Claim): boolean {
  if (bar.removedAt === undefined) return claim.turn <= bar.turn;
  return claim.issuedAt < bar.removedAt || (claim.issuedAt === bar.removedAt && claim.turn <= bar.turn);
}
