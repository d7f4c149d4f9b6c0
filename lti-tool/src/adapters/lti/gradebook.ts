import { type GradeCause, LIMITS, Refusal } from '@liveclass/contract';
import { z } from 'zod';
import { GRADE_SCOPES } from '../../domain/grade-column.ts';
import { SCORE_MAXIMUM } from '../../domain/grading.ts';
import type { ClassRecord } from '../../domain/identity.ts';
import { shownText } from '../../domain/person-name.ts';
import type { ColumnOutcome, Gradebook, ScoreMessage, ScoreOutcome, Unreachable } from '../../ports/attendance.ts';
import {
  type OutboundAnswer,
  OutboundFailure,
  type OutboundFault,
  type OutboundRequest,
  type PlatformServices,
} from '../../ports/identity.ts';

const ITEM_TYPE = 'application/vnd.ims.lis.v2.lineitem+json';
const LIST_TYPE = 'application/vnd.ims.lis.v2.lineitemcontainer+json';
const SCORE_TYPE = 'application/vnd.ims.lis.v1.score+json';
/** What our own column is known by among the others of the course. */
const TAG = 'live-class-attendance';
const MOST_PAGES = 20;
const BUDGET = { timeoutMs: 10_000, maxBytes: 256 * 1024 } as const;

const Item = z.object({ id: z.url({ protocol: /^https?$/ }).max(2048), resourceId: z.string().nullish(), tag: z.string().nullish() });
const Items = z.array(z.unknown()).max(10_000);

/** The address below a line item's; Moodle's carry a query, which stays behind the path. */
export function below(lineItemUrl: string, name: string): string {
  const url = new URL(lineItemUrl);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${name}`;
  return url.href;
}

/** Asked too early or too often, or the platform's own trouble. */
const mayPass = (status: number) => status >= 500 || status === 408 || status === 425 || status === 429;

const Said = z.object({ error: z.string(), message: z.string(), reason: z.string(), detail: z.string() }).partial();

/** The platform's own words for a teacher: no markup, no turning marks, short. */
export function saidBy(body: string): string {
  let text = body.slice(0, 4_000);
  try {
    const { error, message, reason, detail } = Said.parse(JSON.parse(body));
    text = reason ?? message ?? detail ?? error ?? text;
  } catch {
    // A page or plain words.
  }
  const words = text.replace(/<(style|script|title)\b[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]*>?/g, ' ');
  return shownText(words, LIMITS.gradeAnswerChars);
}

type Failed = Extract<ColumnOutcome, { type: 'refused' | 'unreachable' }>;

function failureOf({ status, body }: OutboundAnswer): Failed {
  if (mayPass(status)) return { type: 'unreachable', cause: 'trouble', status };
  return { type: 'refused', status, said: saidBy(body) };
}

const isYes = (status: number): boolean => status >= 200 && status < 300;

/** Grades by Assignment and Grade Services 2.0, with the tool's own tokens, bounds and address guard. */
export function createGradebook(services: PlatformServices): Gradebook {
  const ask = (course: ClassRecord, scope: string, url: string, request: Omit<OutboundRequest, 'timeoutMs' | 'maxBytes'>) =>
    services.call(course, [scope], url, { ...request, ...BUDGET });
  return {
    send: (course, columnUrl, message) => reaching(() => send(ask, course, columnUrl, message)),
    findOrMake: (course, lineItemsUrl) => reaching(() => findOrMake(ask, course, lineItemsUrl)),
  };
}
type Ask = (
  course: ClassRecord,
  scope: string,
  url: string,
  request: Omit<OutboundRequest, 'timeoutMs' | 'maxBytes'>,
) => Promise<OutboundAnswer>;

const CAUSES: Readonly<Record<OutboundFault, GradeCause>> = {
  blocked: 'blocked',
  timeout: 'no-answer',
  failed: 'no-answer',
  redirect: 'redirected',
  'too-large': 'too-large',
};

/** No answer and no token are both "not now". */
async function reaching<T>(work: () => Promise<T>): Promise<T | Unreachable> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OutboundFailure) return { type: 'unreachable', cause: CAUSES[error.fault] };
    if (error instanceof Refusal) return { type: 'unreachable', cause: 'no-token' };
    throw error;
  }
}

async function send(ask: Ask, course: ClassRecord, columnUrl: string, { userId, score, timestamp }: ScoreMessage): Promise<ScoreOutcome> {
  const body = JSON.stringify({
    userId,
    ...(score !== null && { scoreGiven: score }),
    // Also without a score: Moodle would else take 1 for the maximum.
    scoreMaximum: SCORE_MAXIMUM,
    activityProgress: score === null ? 'Initialized' : 'Completed',
    gradingProgress: score === null ? 'NotReady' : 'FullyGraded',
    timestamp: new Date(timestamp).toISOString(),
  });
  const headers = { 'content-type': SCORE_TYPE, accept: 'application/json, */*' };
  const answer = await ask(course, GRADE_SCOPES.score, below(columnUrl, 'scores'), { method: 'POST', headers, body });
  if (isYes(answer.status)) return { type: 'taken' };
  if (answer.status === 409) return { type: 'outdated', said: saidBy(answer.body) };
  if ((answer.status === 404 || answer.status === 410) && (await isGone(ask, course, columnUrl))) return { type: 'column-gone' };
  return failureOf(answer);
}

/** "Not found" may mean the column or the person; the column itself is asked. What cannot be asked counts as there. */
async function isGone(ask: Ask, course: ClassRecord, columnUrl: string): Promise<boolean> {
  const scope = course.gradeScopes?.includes(GRADE_SCOPES.itemsReadOnly) === false ? GRADE_SCOPES.items : GRADE_SCOPES.itemsReadOnly;
  const answer = await reaching(() => ask(course, scope, columnUrl, { headers: { accept: ITEM_TYPE } }));
  return !('type' in answer) && (answer.status === 404 || answer.status === 410);
}

async function findOrMake(ask: Ask, course: ClassRecord, lineItemsUrl: string): Promise<ColumnOutcome> {
  const found = await find(ask, course, lineItemsUrl);
  if (found) return found;
  const body = JSON.stringify({
    label: shownText(course.title, LIMITS.titleChars) || 'Live Class',
    scoreMaximum: SCORE_MAXIMUM,
    resourceId: course.id,
    tag: TAG,
    // The column belongs to the activity: platforms show only such grades with it.
    ...(course.resourceLinkId && { resourceLinkId: course.resourceLinkId }),
  });
  const headers = { 'content-type': ITEM_TYPE, accept: ITEM_TYPE };
  const answer = await ask(course, GRADE_SCOPES.items, lineItemsUrl, { method: 'POST', headers, body });
  if (!isYes(answer.status)) return failureOf(answer);
  const url = ownItem(answer.body, lineItemsUrl);
  // It may have been made; the next try finds it by its mark.
  return url ? { type: 'found', url } : { type: 'unreachable', cause: 'unreadable' };
}

/** Platforms filter as they please, so what they answer is looked through; undefined when it is not there. */
async function find(ask: Ask, course: ClassRecord, lineItemsUrl: string): Promise<ColumnOutcome | undefined> {
  const first = new URL(lineItemsUrl);
  first.searchParams.set('resource_id', course.id);
  first.searchParams.set('tag', TAG);
  const seen = new Set<string>();
  for (let next: string | undefined = first.href; next !== undefined && !seen.has(next); ) {
    if (seen.size >= MOST_PAGES) return { type: 'unreachable', cause: 'too-large' };
    seen.add(next);
    const answer = await ask(course, GRADE_SCOPES.items, next, { headers: { accept: LIST_TYPE } });
    if (!isYes(answer.status)) return failureOf(answer);
    const items = itemsOf(answer.body);
    if (!items) return { type: 'unreachable', cause: 'unreadable' };
    const own = items.find((item) => item.resourceId === course.id && item.tag === TAG && isSameOrigin(item.id, lineItemsUrl));
    if (own) return { type: 'found', url: own.id };
    next = nextPage(answer, lineItemsUrl);
  }
  return undefined;
}

function itemsOf(body: string): readonly z.infer<typeof Item>[] | undefined {
  try {
    return Items.parse(JSON.parse(body)).flatMap((one) => {
      const item = Item.safeParse(one);
      return item.success ? [item.data] : [];
    });
  } catch {
    return undefined;
  }
}

function ownItem(body: string, lineItemsUrl: string): string | undefined {
  try {
    const { id } = Item.parse(JSON.parse(body));
    return isSameOrigin(id, lineItemsUrl) ? id : undefined;
  } catch {
    return undefined;
  }
}

/** Tokens of the platform go to the host that its signed launch named, and to no other that an answer names. */
const isSameOrigin = (url: string, other: string): boolean => URL.canParse(url) && new URL(url).origin === new URL(other).origin;

function nextPage({ headers }: OutboundAnswer, lineItemsUrl: string): string | undefined {
  const target = /<([^<>]{1,2048})>\s*;[^,]*\brel\s*=\s*"?next"?/i.exec(headers['link'] ?? '')?.[1];
  return target && isSameOrigin(target, lineItemsUrl) ? target : undefined;
}
