import { type AttendanceRule, type Correction, type Instant, LIMITS } from '@liveclass/contract';

/** From joining to leaving; `to` is null while the person is in the room. */
export interface Stretch {
  readonly from: Instant;
  readonly to: Instant | null;
}

/** What happens to a person's seat, as far as attendance is concerned. The end of the session gives every seat up. */
export type PresenceFact =
  | { readonly kind: 'taken'; readonly at: Instant }
  | { readonly kind: 'lost'; readonly at: Instant }
  | { readonly kind: 'resumed'; readonly at: Instant }
  | { readonly kind: 'given-up'; readonly at: Instant };

export interface Presence {
  readonly stretches: readonly Stretch[];
  /** Since when nobody speaks for the seat; null while somebody does, and when there is no seat. */
  readonly lostAt: Instant | null;
}

export const NEVER_CAME: Presence = { stretches: [], lostAt: null };

/**
 * Presence after one more fact. Facts may come twice, and clocks of two tools differ a little: a fact that says nothing new changes
 * nothing, and time never runs backwards within a person's stretches. A lost link that is resumed was no absence; one that is given
 * up was one from the moment it was lost.
 */
export function after(presence: Presence, fact: PresenceFact): Presence {
  const last = presence.stretches.at(-1);
  const isHere = last !== undefined && last.to === null;
  switch (fact.kind) {
    case 'taken':
    case 'resumed':
      if (isHere) return presence.lostAt === null ? presence : { ...presence, lostAt: null };
      return { stretches: bounded([...presence.stretches, { from: Math.max(fact.at, last?.to ?? 0), to: null }]), lostAt: null };
    case 'lost':
      return isHere && presence.lostAt === null ? { ...presence, lostAt: Math.max(fact.at, last.from) } : presence;
    case 'given-up': {
      if (!isHere) return presence;
      const to = Math.max(presence.lostAt ?? fact.at, last.from);
      return { stretches: [...presence.stretches.slice(0, -1), { from: last.from, to }], lostAt: null };
    }
  }
}

/** A link that comes and goes all day fills no document: the shortest absence is forgotten first. */
function bounded(stretches: readonly Stretch[]): readonly Stretch[] {
  if (stretches.length <= LIMITS.attendanceStretches) return stretches;
  const gapBefore = (index: number): number => (stretches[index]?.from ?? 0) - (stretches[index - 1]?.to ?? 0);
  let shortest = 1;
  for (let index = 2; index < stretches.length; index += 1) if (gapBefore(index) < gapBefore(shortest)) shortest = index;
  return stretches.flatMap((stretch, index) => {
    if (index === shortest) return [];
    const next = index === shortest - 1 ? stretches[shortest] : undefined;
    return [next ? { from: stretch.from, to: next.to } : stretch];
  });
}

/** The time of a session that counts: from its start until its end, or until the last person had left. */
export interface Held {
  readonly from: Instant;
  /** Null while it is live. */
  readonly to: Instant | null;
}

export const heldMs = ({ from, to }: Held, now: Instant): number => Math.max(0, (to ?? now) - from);

export interface Judgement {
  readonly standing: 'present' | 'absent' | 'excused';
  readonly isHere: boolean;
  readonly joinedAt: Instant | null;
  readonly leftAt: Instant | null;
  readonly measuredMs: number;
  readonly presentMs: number;
  readonly share: number;
  readonly isLate: boolean;
  readonly leftEarly: boolean;
  /** Within what was held; one that goes on reaches until now. */
  readonly stretches: readonly { readonly from: Instant; readonly to: Instant }[];
}

type Graces = Pick<AttendanceRule, 'lateAfterMinutes' | 'earlyBeforeMinutes'>;
const MINUTE_MS = 60_000;

/** How a person attended a session: what was measured, and over it what a teacher said. */
export function judge(
  stretches: readonly Stretch[],
  correction: Correction | null,
  held: Held,
  { lateAfterMinutes, earlyBeforeMinutes }: Graces,
  now: Instant,
): Judgement {
  const end = Math.max(held.from, held.to ?? now);
  const within = stretches
    .map(({ from, to }) => ({ from: Math.max(from, held.from), to: Math.min(to ?? end, end) }))
    .filter(({ from, to }) => to > from);
  const measuredMs = within.reduce((sum, { from, to }) => sum + to - from, 0);
  const whole = end - held.from;
  const presentMs = corrected(measuredMs, whole, correction);
  const [first, last] = [within[0], within.at(-1)];
  const isHere = held.to === null && stretches.at(-1)?.to === null;
  // A teacher who says that somebody was there or not has spoken about being late as well.
  const isMeasured = correction === null && first !== undefined && last !== undefined;
  return {
    standing: correction?.standing === 'excused' ? 'excused' : presentMs > 0 || correction?.standing === 'present' ? 'present' : 'absent',
    isHere,
    joinedAt: first?.from ?? null,
    leftAt: isHere ? null : (last?.to ?? null),
    measuredMs,
    presentMs,
    share: whole > 0 ? presentMs / whole : presentMs > 0 || correction?.standing === 'present' ? 1 : 0,
    isLate: isMeasured && first.from - held.from > lateAfterMinutes * MINUTE_MS,
    leftEarly: isMeasured && held.to !== null && end - last.to > earlyBeforeMinutes * MINUTE_MS,
    stretches: within,
  };
}

/** Nobody was there for longer than the session was held. */
function corrected(measuredMs: number, whole: number, correction: Correction | null): number {
  switch (correction?.standing) {
    case 'present':
      return whole;
    case 'absent':
      return 0;
    case 'minutes':
      return Math.min(correction.minutes * MINUTE_MS, whole);
    default:
      return measuredMs;
  }
}
