import { setTimeout as rest } from 'node:timers/promises';
import { type Limits, Refusal, type RosterFault } from '@liveclass/contract';
import type { ClassRecord } from '../../domain/identity.ts';
import type { RosterReading } from '../../domain/roster.ts';
import { type OutboundAnswer, OutboundFailure, type PlatformServices } from '../../ports/identity.ts';
import type { Log } from '../../ports/log.ts';
import { RosterFailure, type RosterSource } from '../../ports/roster.ts';
import { nextOf, Roll, readPage } from './nrps-page.ts';

const SCOPE = 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly';
const TYPE = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json';

interface Ports {
  readonly services: PlatformServices;
  readonly log: Log;
  readonly limits: Limits;
  /** The rests between the tries of one page; a platform's own wish (Retry-After) makes them longer. */
  readonly restsMs: readonly number[];
}

/** One reading of one course's list. */
interface Reading extends Ports {
  readonly course: ClassRecord;
  readonly deadline: number;
}

const RESTS_MS = [500, 2_000, 6_000];
const LONGEST_REST_MS = 20_000;

/** Worth another try: the platform is busy or in trouble of its own. */
const mayPass = (status: number): boolean => status >= 500 || status === 408 || status === 425 || status === 429;

/** How long the platform wants to be left alone, by its word in whole seconds. */
function wishedRestMs({ headers }: OutboundAnswer): number {
  const seconds = Number(/^\d{1,4}$/.exec(headers['retry-after'] ?? '')?.[0] ?? 0);
  return Math.min(seconds * 1000, LONGEST_REST_MS);
}

const FAULTS: Readonly<Record<OutboundFailure['fault'], RosterFault>> = {
  timeout: 'unreachable',
  failed: 'unreachable',
  blocked: 'astray',
  redirect: 'astray',
  'too-large': 'too-large',
};

type Tried = OutboundAnswer | { readonly restMs: number; readonly why: string };

/** One try of one page: the answer, or how long to rest before the next. */
async function attempt({ services, course, limits }: Reading, url: string): Promise<Tried> {
  try {
    const request = { headers: { accept: TYPE }, timeoutMs: limits.rosterPageMs, maxBytes: limits.rosterPageBytes };
    const answer = await services.call(course, [SCOPE], url, request);
    return mayPass(answer.status) ? { restMs: wishedRestMs(answer), why: `status ${answer.status}` } : answer;
  } catch (error) {
    if (error instanceof OutboundFailure && FAULTS[error.fault] !== 'unreachable') throw new RosterFailure(FAULTS[error.fault], error);
    if (error instanceof OutboundFailure || (error instanceof Refusal && error.reason === 'lms-unreachable'))
      return { restMs: 0, why: error.message };
    // The platform was taken away meanwhile.
    if (error instanceof Refusal) throw new RosterFailure('refused', error);
    throw error;
  }
}

async function fetchPage(reading: Reading, url: string): Promise<OutboundAnswer> {
  let why = '';
  for (const restMs of [...reading.restsMs, undefined]) {
    const tried = await attempt(reading, url);
    if ('status' in tried) return tried;
    why = tried.why;
    if (restMs === undefined || performance.now() > reading.deadline) break;
    await rest(Math.max(restMs, tried.restMs));
  }
  throw new RosterFailure('unreachable', why);
}

interface Fetched {
  readonly url: string;
  readonly answer: OutboundAnswer;
}

/** The first page of the activity's own people where the platform knows activities here (`rlid`), else of the course's. */
async function firstPage(reading: Reading): Promise<Fetched> {
  const { course, limits, log } = reading;
  const ofCourse = new URL(course.membershipsUrl ?? '');
  ofCourse.searchParams.set('limit', String(limits.rosterPagePeople));
  const ofLink = new URL(ofCourse);
  ofLink.searchParams.set('rlid', course.resourceLinkId);
  const answer = await fetchPage(reading, ofLink.href);
  if (answer.status !== 400 && answer.status !== 404) return { url: ofLink.href, answer };
  log.info({ classId: course.id, status: answer.status }, 'the platform lists no people by activity');
  return { url: ofCourse.href, answer: await fetchPage(reading, ofCourse.href) };
}

/** The page after this one; undefined after the last. Throws where the pages would never end. */
async function nextPage(reading: Reading, { url, answer }: Fetched, seen: ReadonlySet<string>): Promise<Fetched | undefined> {
  const next = nextOf(answer, url);
  if (next === undefined) return undefined;
  if (seen.has(next) || seen.size >= reading.limits.rosterPages) throw new RosterFailure('astray', 'the pages do not end');
  if (performance.now() > reading.deadline) throw new RosterFailure('unreachable', 'the pages take too long');
  return { url: next, answer: await fetchPage(reading, next) };
}

async function readAll(reading: Reading, onPage: (read: number) => Promise<void>): Promise<RosterReading> {
  const roll = new Roll(reading.limits.rosterPeople);
  const seen = new Set<string>();
  for (let page: Fetched | undefined = await firstPage(reading); page; page = await nextPage(reading, page, seen)) {
    if (page.answer.status !== 200) throw new RosterFailure('refused', `status ${page.answer.status}`);
    seen.add(page.url);
    await roll.add(readPage(page.answer.body));
    await onPage(roll.size);
  }
  return roll.reading(reading.limits.rosterPagePeople);
}

/** Names and Role Provisioning Services 2.0: the list of one activity's people, page by page, whole or not at all. */
export function createRosterSource(given: Omit<Ports, 'restsMs'> & Partial<Ports>): RosterSource {
  const ports = { restsMs: RESTS_MS, ...given };
  return {
    async read(course, onPage) {
      if (!course.membershipsUrl || !URL.canParse(course.membershipsUrl)) throw new RosterFailure('refused', 'no list is offered');
      return readAll({ ...ports, course, deadline: performance.now() + ports.limits.rosterReadMs }, onPage);
    },
  };
}
