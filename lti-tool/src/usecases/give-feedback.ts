import { type FeedbackBody, FeedbackSubject, type Instant, type MyFeedback, Refusal, type SessionId } from '@liveclass/contract';
import { closesAt, isOpen } from '../domain/feedback.ts';
import type { Caller } from '../ports/classroom.ts';
import type { FeedbackPorts } from '../ports/feedback.ts';
import { findRecording } from './change-recording.ts';
import { roomIds } from './know-room.ts';
import { findSession } from './view-attendance.ts';

interface Rated {
  readonly subject: FeedbackSubject;
  readonly startedAt: Instant;
  readonly closesAt: Instant | null;
}

/**
 * What this person may rate: a session that they had a seat in, a recording that they may watch. Teachers read feedback and give
 * none. Refused: 'forbidden', 'not-found'.
 */
async function ratedBy(ports: FeedbackPorts, caller: Caller, kind: string, id: string): Promise<Rated> {
  if (caller.role !== 'student') throw new Refusal('forbidden');
  const known = FeedbackSubject.safeParse({ kind, id });
  if (!known.success) throw new Refusal('not-found');
  const subject = known.data;
  if (subject.kind === 'recording') {
    const { recording } = await findRecording(ports, caller, subject.id);
    if (recording.phase !== 'ready') throw new Refusal('not-found');
    return { subject, startedAt: recording.startedAt, closesAt: null };
  }
  const session = await findSession(ports, caller, subject.id);
  if (!(await ports.guests.was(session.id, caller.personId))) throw new Refusal('not-found', 'feedback on a session of others');
  return { subject, startedAt: session.startedAt, closesAt: closesAt(session.endedAt) };
}

async function viewOf({ feedbacks }: FeedbackPorts, { personId }: Caller, rated: Rated): Promise<MyFeedback> {
  const found = await feedbacks.find(rated.subject, personId);
  const state = !found ? 'unasked' : found.stars === null ? 'skipped' : 'given';
  return { ...rated, state, stars: found?.stars ?? null, text: found?.text ?? '' };
}

async function lastSessionOf({ guests, rooms }: FeedbackPorts, { classId, personId }: Caller): Promise<SessionId | null> {
  return guests.lastOf(roomIds(classId, await rooms.of(classId)), personId);
}

/** One's own feedback on a recording, or on the last session that one was in; null where there is nothing to rate, or not any more. */
export async function viewMyFeedback(ports: FeedbackPorts, caller: Caller, recordingId: string | undefined): Promise<MyFeedback | null> {
  if (caller.role !== 'student') return null;
  const id = recordingId ?? (await lastSessionOf(ports, caller));
  if (id === null) return null;
  const rated = await ratedBy(ports, caller, recordingId === undefined ? 'session' : 'recording', id);
  return isOpen(rated.closesAt, ports.clock.now()) ? viewOf(ports, caller, rated) : null;
}

/** Gives feedback or changes it. Refused: 'forbidden', 'not-found', 'wrong-phase' once it is closed. */
export async function giveFeedback(
  ports: FeedbackPorts,
  caller: Caller,
  { kind, id }: { readonly kind: string; readonly id: string },
  body: FeedbackBody,
): Promise<MyFeedback> {
  const rated = await ratedBy(ports, caller, kind, id);
  const at = ports.clock.now();
  if (!isOpen(rated.closesAt, at)) throw new Refusal('wrong-phase');
  await ports.feedbacks.put({ classId: caller.classId, subject: rated.subject, personId: caller.personId, body, at });
  return viewOf(ports, caller, rated);
}

/** The person does not want to be asked again. Refused: 'forbidden', 'not-found'. */
export async function skipFeedback(
  ports: FeedbackPorts,
  caller: Caller,
  { kind, id }: { readonly kind: string; readonly id: string },
): Promise<MyFeedback> {
  const rated = await ratedBy(ports, caller, kind, id);
  await ports.feedbacks.skip(caller.classId, rated.subject, caller.personId);
  return viewOf(ports, caller, rated);
}
