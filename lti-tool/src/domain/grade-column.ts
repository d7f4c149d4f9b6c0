import type { GradesReply } from '@liveclass/contract';
import type { ClassRecord } from './identity.ts';

const SCOPE = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
export const GRADE_SCOPES = {
  items: `${SCOPE}lineitem`,
  itemsReadOnly: `${SCOPE}lineitem.readonly`,
  score: `${SCOPE}score`,
} as const;

type Course = Pick<ClassRecord, 'lineItemUrl' | 'lineItemsUrl' | 'gradeScopes'>;
interface Known {
  readonly url: string | null;
  readonly goneUrl: string | null;
  readonly isGone: boolean;
}

export type ColumnPlan =
  | { readonly type: 'write-to'; readonly url: string; readonly isGiven: boolean }
  | { readonly type: 'find-or-make'; readonly lineItemsUrl: string }
  | { readonly type: 'gone' }
  | { readonly type: 'none' };

/**
 * Where grades of a class go: to the column of the activity where the launch names one, never to a second one beside it. Where it
 * names none the tool keeps one of its own. A column that was deleted is not replaced before a teacher sends again.
 */
export function columnPlan(course: Course, known: Known): ColumnPlan {
  const { lineItemUrl, lineItemsUrl, gradeScopes } = course;
  if (lineItemUrl && lineItemUrl !== known.goneUrl) return { type: 'write-to', url: lineItemUrl, isGiven: true };
  if (known.url) return { type: 'write-to', url: known.url, isGiven: false };
  if (known.isGone) return { type: 'gone' };
  const mayMake = gradeScopes === undefined || gradeScopes.includes(GRADE_SCOPES.items);
  return lineItemsUrl && mayMake ? { type: 'find-or-make', lineItemsUrl } : { type: 'none' };
}

/** The same in the word that the teacher's page has for it. */
export function columnState(plan: ColumnPlan): GradesReply['column'] {
  if (plan.type === 'write-to') return plan.isGiven ? 'given' : 'own';
  return plan.type === 'find-or-make' ? 'to-make' : plan.type;
}

/** Open edX takes a score of 0 and shows none; it names no product in its launches, but its addresses do. */
export function hidesZero({ lineItemUrl, lineItemsUrl }: Course): boolean {
  return [lineItemUrl, lineItemsUrl].some((url) => url !== undefined && /\/api\/lti_consumer\/v1\/lti\//.test(url));
}
