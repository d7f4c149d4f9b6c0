import { type ClassId, type GradeCause, type GradeDelivery, type Instant, LIMITS, type PersonId } from '@liveclass/contract';
import { restAfter } from './recording.ts';

/** A person's grade and what became of it at the LMS. */
export interface GradeRecord {
  readonly classId: ClassId;
  readonly personId: PersonId;
  /** Null takes back what was sent before. */
  readonly score: number | null;
  /** Rises with each grade that is queued, so that an answer is not taken for that of a newer one. */
  readonly version: number;
  readonly state: 'waiting' | 'sent' | 'refused';
  readonly due: { readonly at: Instant; readonly tries: number } | null;
  /** Why the last try came to nothing. */
  readonly cause: { readonly why: GradeCause; readonly status: number | null } | null;
  readonly refusal: Refused | null;
  /** The last grade that the LMS took. */
  readonly sent: { readonly score: number | null; readonly at: Instant } | null;
}

export interface Refused {
  readonly at: Instant;
  readonly why: Extract<GradeDelivery, { state: 'refused' }>['why'];
  readonly status: number | null;
  readonly said: string;
}

/** What came of one message. */
export type GradeResult =
  | { readonly type: 'sent' }
  | { readonly type: 'refused'; readonly why: Refused['why']; readonly status?: number; readonly said?: string }
  | { readonly type: 'later'; readonly cause: GradeCause; readonly status?: number };

/**
 * A platform that has something newer may only have another clock, so a later message is tried a few times; what a person wrote into
 * the gradebook by hand stays newer.
 */
export const OUTDATED_TRIES = 4;

type Outcome = Pick<GradeRecord, 'state' | 'due' | 'cause' | 'refusal' | 'sent'>;

/** The entry after the answer to its newest grade. */
export function settled(grade: GradeRecord, tries: number, result: GradeResult, at: Instant): Outcome {
  const { score, sent } = grade;
  if (result.type === 'sent') return { state: 'sent', due: null, cause: null, refusal: null, sent: { score, at } };
  const status = result.status ?? null;
  if (result.type === 'later' && tries < LIMITS.gradeTries) {
    const due = { at: at + restAfter(tries - 1), tries };
    return { state: 'waiting', due, cause: { why: result.cause, status }, refusal: null, sent };
  }
  const refusal: Refused =
    result.type === 'later' ? { at, why: 'gave-up', status, said: '' } : { at, why: result.why, status, said: result.said ?? '' };
  return { state: 'refused', due: null, cause: null, refusal, sent };
}

/** What a teacher sees of it. */
export function deliveryOf(grade: GradeRecord | undefined): GradeDelivery {
  if (!grade) return { state: 'none' };
  const { score, state, due, cause, refusal, sent } = grade;
  if (state === 'sent' && sent) return { state, score: sent.score, at: sent.at };
  if (state === 'refused' && refusal) return { state, score, ...refusal };
  const { why = null, status = null } = cause ?? {};
  return { state: 'waiting', score, tries: due?.tries ?? 0, nextTryAt: due?.at ?? 0, cause: why, status };
}
