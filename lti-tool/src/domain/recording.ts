import type {
  ClassId,
  Instant,
  NodeId,
  PersonId,
  Reason,
  RecordingId,
  RecordingPhase,
  RecordingState,
  RecordingStatus,
  RecordingView,
  Role,
  SendId,
  SessionId,
} from '@liveclass/contract';

/** What has been said to the course about a recording, and what is still to be said. */
export interface CourseEntry {
  /** 'none': the LMS has no way for it, or there is nothing to tell yet. */
  readonly state: RecordingView['inCourse'];
  /** The message that is still to be delivered. */
  readonly owed: 'publish' | 'update' | 'unpublish' | null;
  /** Somebody deleted its module in the course. */
  readonly removed?: boolean;
  /** Its module there, by the course's own name for it. */
  readonly moduleId?: string;
}

/** A recording as the tool keeps it. 'starting' is between the teacher's click and the gateway's yes, and is shown to nobody. */
export interface RecordingRecord {
  readonly id: RecordingId;
  readonly classId: ClassId;
  readonly sessionId: SessionId;
  /** The gateway that holds its bytes. */
  readonly node: NodeId;
  readonly startedBy: PersonId;
  readonly startSendId: SendId;
  readonly title: string;
  readonly phase: 'starting' | RecordingPhase;
  readonly hidden: boolean;
  readonly startedAt: Instant;
  readonly resumedAt: Instant | null;
  readonly recordedMs: number;
  readonly durationMs: number | null;
  readonly bytes: number | null;
  readonly progress: number;
  readonly reason: Reason | null;
  readonly course: CourseEntry;
  readonly deletedAt: Instant | null;
  /** Bytes of a deleted recording may still lie at its gateway. */
  readonly erasureOwed: boolean;
  /** Rises with every change; a change is written only over the version it was worked out from. */
  readonly version: number;
}

/**
 * The first title of a recording: the class's name with the day and minute in the teacher's zone, in the one form that every
 * language reads. A teacher gives it a better one when it matters.
 */
export function recordingTitle(
  className: string,
  at: Instant,
  { timeZone = 'UTC', mostChars }: { readonly timeZone?: string | undefined; readonly mostChars: number },
): string {
  const when = minuteIn(timeZone, at);
  return `${className.slice(0, mostChars - when.length - 1)} ${when}`.trim();
}

/** "2026-11-24 09:05". A zone that this machine's tables do not know is no reason to refuse a recording. */
function minuteIn(timeZone: string, at: Instant): string {
  try {
    // Swedish writes dates as ISO 8601 does.
    return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(at);
  } catch {
    return minuteIn('UTC', at);
  }
}

const ACTIVE: readonly RecordingRecord['phase'][] = ['starting', 'recording', 'paused'];

export const isActive = (recording: Pick<RecordingRecord, 'phase'>): boolean => ACTIVE.includes(recording.phase);

/** What the room sees of it; null when nothing is being recorded as far as people are concerned. */
export function recordingState(recording: RecordingRecord | null): RecordingState | null {
  if (!recording || (recording.phase !== 'recording' && recording.phase !== 'paused')) return null;
  return {
    recordingId: recording.id,
    phase: recording.phase,
    startedAt: recording.startedAt,
    recordedMs: recording.recordedMs,
    ...(recording.resumedAt !== null && { resumedAt: recording.resumedAt }),
  };
}

/** With the name of the group in whose room it was made, where it was not the room for all. */
export function recordingView(recording: RecordingRecord, group?: string): RecordingView {
  return {
    recordingId: recording.id,
    title: recording.title,
    phase: recording.phase === 'starting' ? 'recording' : recording.phase,
    hidden: recording.hidden,
    startedAt: recording.startedAt,
    progress: recording.progress,
    inCourse: recording.course.state,
    ...(group !== undefined && { group }),
    ...(recording.course.removed && { removedFromCourse: true }),
    ...(recording.durationMs !== null && { durationMs: recording.durationMs }),
    ...(recording.bytes !== null && { bytes: recording.bytes }),
    ...(recording.reason !== null && { reason: recording.reason }),
  };
}

/** Whether a person of this role may know of it: hidden ones are the teachers' alone, deleted and unborn ones nobody's. */
export function isVisibleTo(recording: RecordingRecord, role: Role): boolean {
  if (recording.deletedAt !== null || recording.phase === 'starting') return false;
  return role === 'teacher' || !recording.hidden;
}

/** How far each phase is along the way; news of an earlier phase than the present one is old news. */
const STAGE: Readonly<Record<RecordingRecord['phase'], number>> = {
  starting: 0,
  recording: 1,
  paused: 1,
  stopped: 2,
  composing: 3,
  failed: 4,
  ready: 5,
};

/**
 * The recording after a gateway's word on it; the same object when the word says nothing new. Words come twice, late and from
 * two readers at once. Only composing again leads back, from 'failed'.
 */
export function afterStatus(recording: RecordingRecord, status: RecordingStatus, now: Instant, course: boolean): RecordingRecord {
  const isRetry = recording.phase === 'failed' && status.phase === 'composing';
  if (STAGE[status.phase] < STAGE[recording.phase] && !isRetry) return recording;
  const next: RecordingRecord = {
    ...recording,
    phase: status.phase,
    startedAt: recording.phase === 'starting' ? status.startedAt : recording.startedAt,
    resumedAt: status.phase !== 'recording' ? null : recording.phase === 'recording' ? recording.resumedAt : now,
    recordedMs: status.phase === recording.phase && status.phase === 'recording' ? recording.recordedMs : status.recordedMs,
    durationMs: status.durationMs ?? recording.durationMs,
    bytes: isLive(status.phase) ? recording.bytes : status.bytes,
    progress: status.phase === 'ready' ? 1 : isLive(status.phase) ? 0 : status.progress,
    reason: status.reason ?? null,
    course: courseAfter(recording, status.phase, course),
  };
  return isSame(recording, next) ? recording : next;
}

const isLive = (phase: RecordingPhase): boolean => phase === 'recording' || phase === 'paused';

/** A recording that becomes ready is owed to the course, once. */
function courseAfter(recording: RecordingRecord, phase: RecordingPhase, course: boolean): CourseEntry {
  const isNew = phase === 'ready' && recording.phase !== 'ready' && recording.deletedAt === null;
  return isNew && course ? { state: 'pending', owed: 'publish' } : recording.course;
}

function isSame(one: RecordingRecord, other: RecordingRecord): boolean {
  return (Object.keys(other) as (keyof RecordingRecord)[]).every((key) => one[key] === other[key]);
}

/** The recording with another title or visibility; the course hears of it when it knows of the recording. */
export function changed(recording: RecordingRecord, change: { title?: string | undefined; hidden?: boolean | undefined }): RecordingRecord {
  const { owed, state } = recording.course;
  return {
    ...recording,
    title: change.title ?? recording.title,
    hidden: change.hidden ?? recording.hidden,
    // A publication that is still owed carries the new words anyway.
    course: state === 'published' && owed === null ? { ...recording.course, owed: 'update' } : recording.course,
  };
}

/** What came of telling the course. */
export type Telling = { readonly type: 'told'; readonly moduleId: string } | { readonly type: 'refused' };

/**
 * The recording after the course took, or refused, what it was told. A telling counts only while it still says what is so: where
 * the title, the visibility or the message owed changed meanwhile, the same object comes back and the course is told again.
 * Changes that the course does not see, such as bytes that were erased meanwhile, make no difference to it.
 */
export function afterTelling(present: RecordingRecord, told: RecordingRecord, outcome: Telling): RecordingRecord {
  const { owed } = told.course;
  const stillSo = present.course.owed === owed && present.title === told.title && present.hidden === told.hidden;
  if (!owed || !stillSo) return present;
  if (outcome.type === 'refused') return { ...present, course: { state: 'failed', owed: null } };
  if (owed === 'unpublish') return { ...present, course: { state: 'none', owed: null } };
  return { ...present, course: { state: 'published', owed: null, moduleId: outcome.moduleId } };
}

/**
 * The recording after somebody deleted its module in the course: it stays, and may be published again. A publication that is still
 * owed makes the module anew anyway, so an old deletion does not take it away.
 */
export function removedFromCourse(recording: RecordingRecord, moduleId?: string): RecordingRecord {
  const { state, owed, removed, moduleId: present } = recording.course;
  // Late word of a module that was replaced meanwhile.
  if (moduleId !== undefined && present !== undefined && moduleId !== present) return recording;
  if (owed === 'publish' || (state === 'none' && removed)) return recording;
  return { ...recording, course: { state: 'none', owed: null, removed: true } };
}

/**
 * The recording after its module came back into the course, as from a recycle bin: with words that may be old, so they are told again. One
 * that is deleted here must not come back there.
 */
export function returnedToCourse(recording: RecordingRecord): RecordingRecord {
  if (recording.course.state !== 'none') return recording;
  return { ...recording, course: { state: 'published', owed: recording.deletedAt === null ? 'update' : 'unpublish' } };
}

/** The recording after a teacher wants it in the course once more; undefined where it is not ready, or there already. */
export function publishedAgain(recording: RecordingRecord): RecordingRecord | undefined {
  const { state, owed } = recording.course;
  if (recording.phase !== 'ready' || recording.deletedAt !== null || owed !== null) return undefined;
  if (state !== 'none' && state !== 'failed') return undefined;
  return { ...recording, course: { state: 'pending', owed: 'publish' } };
}

/** The tombstone of a recording: gone for everybody at once; bytes and the course's module go as soon as their keepers answer. */
export function deleted(recording: RecordingRecord, now: Instant): RecordingRecord {
  const isKnownToCourse = recording.course.state !== 'none';
  return {
    ...recording,
    deletedAt: recording.deletedAt ?? now,
    erasureOwed: true,
    course: { state: recording.course.state, owed: isKnownToCourse ? 'unpublish' : null },
  };
}

/** What is done about recordings apart from clicks: a start that never got its answer, composing, telling the course, erasing bytes. */
export type Chore = 'settle' | 'compose' | 'tell-course' | 'erase';

/** After how many milliseconds each chore of this recording is due; those that are not there have nothing to do. */
export function choresOf(recording: RecordingRecord): Readonly<Partial<Record<Chore, number>>> {
  const isDeleted = recording.deletedAt !== null;
  return {
    ...(recording.phase === 'starting' && { settle: 15_000 }),
    ...(recording.phase === 'stopped' && !isDeleted && { compose: 0 }),
    // Progress comes by itself; when it does not, the gateway is asked again.
    ...(recording.phase === 'composing' && !isDeleted && { compose: 30_000 }),
    ...(recording.course.owed !== null && { 'tell-course': 0 }),
    ...(recording.erasureOwed && { erase: 0 }),
  };
}

const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 600_000;

/** How long a chore rests after its n-th try, counted from 0. */
export const restAfter = (tries: number): number => Math.min(FIRST_RETRY_MS * 2 ** Math.min(tries, 20), LAST_RETRY_MS);
