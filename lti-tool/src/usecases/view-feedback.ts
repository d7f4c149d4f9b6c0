import {
  type FeedbackDetail,
  type FeedbackReport,
  FeedbackSubject,
  type FeedbackSummary,
  type Instant,
  LIMITS,
  Refusal,
} from '@liveclass/contract';
import { closesAt, isOpen, resultOf, shownOf } from '../domain/feedback.ts';
import type { RecordingRecord } from '../domain/recording.ts';
import type { HeldRecord } from '../ports/attendance.ts';
import type { Caller } from '../ports/classroom.ts';
import type { FeedbackPorts } from '../ports/feedback.ts';
import { findRecording } from './change-recording.ts';
import { roomIds } from './know-room.ts';
import { findSession, requireTeacher } from './view-attendance.ts';

/** What is known of a thing beside its answers. */
type Rated = Omit<FeedbackSummary, 'answers' | 'result'>;

const summary = (rated: Rated, stars: readonly number[]): FeedbackSummary => ({
  ...rated,
  answers: stars.length,
  result: resultOf(stars.slice(0, shownOf(stars.length, rated.isClosed))),
});

async function ratedSessions({ guests }: FeedbackPorts, sessions: readonly HeldRecord[], now: Instant): Promise<readonly Rated[]> {
  const students = await guests.students(sessions.map(({ id }) => id));
  return sessions.map(({ id, startedAt, endedAt, group }) => ({
    subject: { kind: 'session', id },
    title: '',
    ...(group !== undefined && { group }),
    startedAt,
    isClosed: !isOpen(closesAt(endedAt), now),
    asked: students.get(id) ?? 0,
  }));
}

const ratedRecording = ({ id, title, startedAt }: RecordingRecord, group: string | undefined): Rated => ({
  subject: { kind: 'recording', id },
  title,
  ...(group !== undefined && { group }),
  startedAt,
  isClosed: false,
  asked: null,
});

async function summaries({ feedbacks }: FeedbackPorts, { classId }: Caller, rated: readonly Rated[]): Promise<FeedbackSummary[]> {
  const kind = rated[0]?.subject.kind;
  if (!kind) return [];
  const answers = await feedbacks.answers(
    classId,
    kind,
    rated.map(({ subject }) => subject.id),
  );
  const starsOf = new Map<string, readonly number[]>(answers.map(({ id, stars }) => [id, stars]));
  return rated.map((one) => summary(one, starsOf.get(one.subject.id) ?? []));
}

/** The class's feedback, session by session and recording by recording. Refused: 'forbidden'. */
export async function viewFeedbackReport(ports: FeedbackPorts, caller: Caller): Promise<FeedbackReport> {
  requireTeacher(caller);
  const arrangement = await ports.rooms.of(caller.classId);
  const ids = roomIds(caller.classId, arrangement);
  const groupOf = new Map(arrangement.rooms.map(({ id, name }) => [id, name]));
  const [sessions, recordings] = await Promise.all([ports.attendances.sessions(caller.classId), ports.recordings.list(ids)]);
  const ready = recordings.filter(({ phase }) => phase === 'ready').slice(0, LIMITS.feedbackSubjects);
  const held = await ratedSessions(ports, sessions.slice(0, LIMITS.feedbackSubjects), ports.clock.now());
  const [ofSessions, ofRecordings] = await Promise.all([
    summaries(ports, caller, held),
    summaries(
      ports,
      caller,
      ready.map((recording) => ratedRecording(recording, groupOf.get(recording.classId))),
    ),
  ]);
  return { sessions: ofSessions, recordings: ofRecordings };
}

async function ratedAs(ports: FeedbackPorts, caller: Caller, kind: string, id: string): Promise<Rated> {
  const known = FeedbackSubject.safeParse({ kind, id });
  if (!known.success) throw new Refusal('not-found');
  if (known.data.kind === 'recording') {
    const { recording, group } = await findRecording(ports, caller, id);
    return ratedRecording(recording, group);
  }
  const [rated] = await ratedSessions(ports, [await findSession(ports, caller, id)], ports.clock.now());
  if (!rated) throw new Refusal('not-found');
  return rated;
}

/** What was written about one session or recording; nothing while too few answered. Refused: 'forbidden', 'not-found'. */
export async function viewFeedbackDetail(
  ports: FeedbackPorts,
  caller: Caller,
  { kind, id }: { readonly kind: string; readonly id: string },
): Promise<FeedbackDetail> {
  requireTeacher(caller);
  const rated = await ratedAs(ports, caller, kind, id);
  const [found] = await summaries(ports, caller, [rated]);
  const told = found ?? summary(rated, []);
  const texts = await ports.feedbacks.texts(caller.classId, rated.subject, told.result?.counted ?? 0);
  return { summary: told, texts: [...texts] };
}
