import {
  type AnswersReply,
  LIMITS,
  type PollEntry,
  type PollsReply,
  type PollsSnapshot,
  Refusal,
  type ScoresReply,
} from '@liveclass/contract';
import { isQuiz, type PollRecord, pollCounts, pollResults, pollView, wasRight } from '../domain/poll.ts';
import type { SeatRecord } from '../domain/seat.ts';
import type { ClassPeople } from '../ports/attendance.ts';
import type { Caller, ClassroomPorts } from '../ports/classroom.ts';
import type { NamedVote } from '../ports/polls.ts';
import { pollIdOf } from './show-poll.ts';

type Ports = Pick<ClassroomPorts, 'polls' | 'votes'>;

/** What a person who comes in, early, late or again, has to know of questions. */
export async function pollsSnapshot({ polls, votes }: Ports, { classId, sessionId, personId, role }: SeatRecord): Promise<PollsSnapshot> {
  const [found, shown] = await Promise.all([polls.open(classId), polls.lastShown(sessionId)]);
  const open = found?.sessionId === sessionId ? found : null;
  const isTeacher = role === 'teacher';
  return {
    open: open && pollView(open),
    mine: open && !isTeacher ? await votes.mine(open, personId) : null,
    counts: open && isTeacher ? pollCounts(open) : null,
    shown: shown && { poll: pollView(shown), results: pollResults(shown, await votes.texts(shown)) },
  };
}

/** The class's questions: with results for teachers, and for students with their own answers and what was shown. */
export async function viewPolls(ports: Ports, { classId, personId, role }: Caller): Promise<PollsReply> {
  const isTeacher = role === 'teacher';
  const [polls, own] = await Promise.all([ports.polls.list(classId), isTeacher ? [] : ports.votes.ofPerson(classId, personId)]);
  const mine = new Map(own.map((vote) => [vote.pollId, vote]));
  // What is open is answered in the room.
  const listed = isTeacher ? polls : polls.filter(({ phase }) => phase === 'ended');
  return { polls: await Promise.all(listed.map((poll) => entryOf(ports, poll, isTeacher, mine.get(poll.id)))) };
}

async function entryOf(ports: Ports, poll: PollRecord, isTeacher: boolean, vote: NamedVote | undefined): Promise<PollEntry> {
  const isShown = poll.shownAt !== null;
  const isTold = isTeacher || isShown;
  return {
    poll: pollView(poll),
    isShown,
    results: isTold ? pollResults(poll, await ports.votes.texts(poll)) : null,
    mine: vote ? { answer: vote.answer } : null,
    wasRight: isTold ? wasRight(poll.question, vote?.answer) : null,
  };
}

/** One question as a teacher sees it. Refused: 'forbidden', 'not-found'. */
export async function viewPoll(ports: Ports, caller: Caller, id: string): Promise<PollEntry> {
  return entryOf(ports, await pollForTeacher(ports, caller, id), true, undefined);
}

/** Who said what to a named question. Of an anonymous one nothing is kept that could be told. Refused: 'forbidden', 'not-found'. */
export async function viewAnswers(ports: Ports, caller: Caller, id: string): Promise<AnswersReply> {
  const poll = await pollForTeacher(ports, caller, id);
  const votes = poll.isAnonymous ? [] : await ports.votes.named(poll);
  return { poll: pollView(poll), answers: votes.map(({ name, answer, isRight }) => ({ name, answer, wasRight: isRight })) };
}

async function pollForTeacher({ polls }: Ports, { classId, role }: Caller, id: string): Promise<PollRecord> {
  if (role !== 'teacher') throw new Refusal('forbidden');
  const poll = await polls.find(classId, pollIdOf(id));
  if (!poll) throw new Refusal('not-found');
  return poll;
}

/** How many questions with right answers each person answered rightly, of those that carry names and are over. Refused: 'forbidden'. */
export async function viewScores({ polls, votes, people }: Ports & { readonly people: ClassPeople }, caller: Caller): Promise<ScoresReply> {
  if (caller.role !== 'teacher') throw new Refusal('forbidden');
  const { classId } = caller;
  const quizzes = (await polls.list(classId)).filter(
    ({ question, isAnonymous, phase }) => isQuiz(question) && !isAnonymous && phase === 'ended',
  );
  const [scored, all] = await Promise.all([
    votes.scores(
      classId,
      quizzes.map(({ id }) => id),
    ),
    people.of(classId),
  ]);
  const known = new Set(scored.map(({ personId }) => personId));
  const silent = all.filter(({ personId, role }) => role === 'student' && !known.has(personId));
  const rows = [...scored, ...silent.map(({ personId, name }) => ({ personId, name, answered: 0, right: 0 }))];
  rows.sort((one, other) => one.name.localeCompare(other.name));
  return { questions: quizzes.length, people: rows.slice(0, LIMITS.rosterPeople) };
}
