import {
  LIMITS,
  type PollCounts,
  type PollsReply,
  type PollsSnapshot,
  type PollView,
  type Question,
  type SessionId,
} from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPeopleEraser } from './adapters/mongo/erasure.ts';
import type { LinkedCaller } from './ports/classroom.ts';
import { newId, type TestLink, type TestPerson, until, World } from './testing/classroom-world.ts';
import { castVote } from './usecases/cast-vote.ts';
import { sweep } from './usecases/sweep.ts';

let world: World;
/** A second tool on the same database. */
let other: World;
beforeAll(async () => {
  world = await World.open({ replicas: 2 });
  other = await World.open({ replicas: 2, uri: world.uri, gateway: world.gateway });
});
afterAll(async () => {
  await other.close();
  await world.close();
});

const single: Question = { kind: 'single', text: 'Which one?', options: ['A', 'B', 'C'], right: [1], explanation: 'Because.' };
const of = (part: Partial<Question>): Question => ({
  kind: 'single',
  text: 'Which?',
  options: ['A', 'B'],
  right: [],
  explanation: '',
  ...part,
});
const words = of({ kind: 'text', options: [] });

const polls = ({ snapshot }: { snapshot: unknown }) => (snapshot as { polls: PollsSnapshot }).polls;
const ask = async (link: TestLink, question: Question, part: object = {}): Promise<string> =>
  (await link.get('poll.ask', { sendId: newId(), question, isAnonymous: false, canChange: false, ...part })).pollId;
const end = (link: TestLink, pollId: string, show = false) => link.get('poll.end', { sendId: newId(), pollId, show });
const choose = (...chosen: number[]) => ({ chosen });
const stored = (name: string, filter: object) => world.connection.collection(name).find(filter).toArray();
const poll = async (pollId: string) =>
  (await stored('polls', { _id: pollId as never }))[0] as unknown as { voters: number; counts: number[] };

async function aClass() {
  const classId = await world.class();
  const teacher = await world.person(classId, 'teacher', 'Tara');
  const student = await world.person(classId, 'student', 'Sam');
  const tara = await world.enter(teacher);
  const sam = await world.enter(student);
  return { classId, teacher, student, tara, sam };
}

describe('asking', () => {
  it('[PO1] everybody in the room is told the question, without what is right, and late joiners find it open', async () => {
    const { classId, tara, sam } = await aClass();
    const pollId = await ask(tara, single);
    const { poll: told } = await sam.fact<{ type: string; poll: PollView }>('event', ({ type }) => type === 'poll.asked');
    expect(told).toMatchObject({ pollId, text: 'Which one?', options: ['A', 'B', 'C'], isQuiz: true, endedAt: null });
    expect(JSON.stringify(sam.facts)).not.toContain('Because');
    await sam.get('poll.vote', { pollId, answer: choose(0) });
    const late = await world.enter(await world.person(classId, 'student', 'Ada'));
    expect(polls(late)).toEqual({ open: told, mine: null, counts: null, shown: null });
    expect(await late.get('poll.vote', { pollId, answer: choose(1) })).toEqual({ outcome: 'counted' });
    const again = await world.enter(await world.person(classId, 'teacher', 'Theo'));
    expect(polls(again)).toMatchObject({ mine: null, counts: { pollId, voters: 2, counts: [1, 1, 0] } });
  });

  it('[PO1] one question is open at a time, also when two are asked at once; the same sendId asks once', async () => {
    const { classId, tara } = await aClass();
    const theo = await other.enter(await other.person(classId, 'teacher', 'Theo'));
    const body = () => ({ sendId: newId(), question: single, isAnonymous: false, canChange: true });
    const both = await Promise.all([tara.ask('poll.ask', body()), theo.ask('poll.ask', body())]);
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    const open = both[0]?.ok ? tara : theo;
    await end(open, (await stored('polls', { classId: classId as never, phase: 'open' }))[0]?._id as never);
    const again = body();
    const [first, second] = await Promise.all([tara.get('poll.ask', again), tara.get('poll.ask', again)]);
    expect(second).toEqual(first);
    expect(await stored('polls', { classId, phase: 'open' })).toHaveLength(1);
  });

  it('[PO2] each kind is asked and answered up to its limits, and what goes beyond is refused and changes nothing', async () => {
    const { tara, sam, classId } = await aClass();
    const { pollOptions, pollOptionChars, pollQuestionChars, pollExplanationChars, pollAnswerChars } = LIMITS;
    const options = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);
    const good: [Question, object][] = [
      [of({ options: options(pollOptions), text: 'x'.repeat(pollQuestionChars) }), choose(pollOptions - 1)],
      [of({ kind: 'multiple', options: ['a'.repeat(pollOptionChars), 'b'], explanation: 'y'.repeat(pollExplanationChars) }), choose(0, 1)],
      [of({ kind: 'true-false', options: [], right: [1] }), choose(1)],
      [of({ kind: 'rating', options: [] }), choose(4)],
      [words, { text: 'z'.repeat(pollAnswerChars) }],
    ];
    for (const [question, answer] of good) {
      const pollId = await ask(tara, question);
      expect(await sam.get('poll.vote', { pollId, answer })).toEqual({ outcome: 'counted' });
      await end(tara, pollId);
    }
    const over = { sendId: newId(), question: of({ text: 'x'.repeat(pollQuestionChars + 1) }), isAnonymous: false, canChange: false };
    expect(await (await world.enter(await world.person(classId, 'teacher', 'Theo'))).reason('poll.ask', over)).toBe('bad-request');
    expect(await stored('polls', { classId })).toHaveLength(good.length);
  });

  it('[PO2] a session has no more questions than the limit', async () => {
    const small = await World.open({ limits: { pollsPerSession: 2 } });
    try {
      const tara = await small.enter(await small.person(await small.class(), 'teacher'));
      for (const _ of [1, 2]) await end(tara, await ask(tara, words));
      const wish = { sendId: newId(), question: words, isAnonymous: false, canChange: false };
      expect(await tara.reason('poll.ask', wish)).toBe('too-large');
    } finally {
      await small.close();
    }
  });
});

describe('answering', () => {
  it('[PO3] the first answer counts, or with change allowed the last; a repeated one changes nothing', async () => {
    const { tara, sam } = await aClass();
    const fixed = await ask(tara, single);
    const vote = async (pollId: string, ...places: number[]) => (await sam.get('poll.vote', { pollId, answer: choose(...places) })).outcome;
    expect(await Promise.all([vote(fixed, 2), vote(fixed, 2)])).toEqual(['counted', 'counted']);
    expect(await vote(fixed, 1)).toBe('before');
    expect(await poll(fixed)).toMatchObject({ voters: 1, counts: [0, 0, 1] });
    await end(tara, fixed);
    const changing = await ask(tara, of({ kind: 'multiple', options: ['A', 'B', 'C'] }), { canChange: true });
    for (const places of [[0], [0, 1], [2, 1], [1, 2]]) expect(await vote(changing, ...places)).toBe('counted');
    expect(await poll(changing)).toMatchObject({ voters: 1, counts: [0, 1, 1] });
    expect(await stored('pollvotes', { pollId: changing })).toMatchObject([{ answer: { chosen: [2, 1] } }]);
    expect(polls(await world.enter(await world.signIn({ ...(await aStudentOf(sam)) })))).toMatchObject({
      mine: { answer: { chosen: [2, 1] } },
    });
  });

  const aStudentOf = async (link: TestLink) => {
    const seatId = (link as unknown as { snapshot: { me: { seatId: string } } }).snapshot.me.seatId;
    const seat = (await stored('seats', { _id: seatId as never }))[0] as never;
    return { ...(seat as { classId: never; personId: never }), role: 'student' as const, name: 'Sam' };
  };

  it('[PO4] places that the question does not have, twice, none, too many, or words for places are refused', async () => {
    const { tara, sam } = await aClass();
    const pollId = await ask(tara, single);
    const huge = Array.from({ length: 10_000 }, (_, index) => index);
    const bad = [
      choose(),
      choose(3),
      choose(-1),
      choose(0, 1),
      choose(0, 0),
      choose(1.5),
      choose(...huge),
      { text: 'B' },
      {},
      null,
      1,
      { chosen: ['1'] },
    ];
    for (const answer of bad) expect([answer, await sam.reason('poll.vote', { pollId, answer })]).toEqual([answer, 'bad-request']);
    expect(await sam.reason('poll.vote', { pollId: newId(), answer: choose(0) })).toBe('not-found');
    expect(await poll(pollId)).toMatchObject({ voters: 0, counts: [0, 0, 0] });
    expect(await stored('pollvotes', { pollId })).toEqual([]);
    await end(tara, pollId);
    const text = await ask(tara, words);
    for (const answer of [{ text: ' ' }, { text: 'z'.repeat(LIMITS.pollAnswerChars + 1) }, choose(0)])
      expect(await sam.reason('poll.vote', { pollId: text, answer })).toBe('bad-request');
  });

  it('[PO5] of votes that race the end, those that were acknowledged are counted, and no others', async () => {
    const { classId, tara } = await aClass();
    for (const isAnonymous of [false, true]) {
      const pollId = await ask(tara, single, { isAnonymous });
      const voters = await manyVoters(classId, 60);
      const votes = voters.map((voter, index) =>
        castVote(index % 2 ? world.classroom.ports : other.classroom.ports, voter, {
          pollId: pollId as never,
          answer: choose(index % 3),
        }).then(
          () => true,
          (error: { reason?: string }) => (error.reason === 'wrong-phase' ? false : Promise.reject(error)),
        ),
      );
      await Promise.race(votes);
      await end(tara, pollId);
      const counted = (await Promise.all(votes)).filter(Boolean).length;
      const after = await poll(pollId);
      expect(after.voters).toBe(counted);
      expect(after.counts.reduce((sum, count) => sum + count, 0)).toBe(counted);
      if (!isAnonymous) expect(await stored('pollvotes', { pollId })).toHaveLength(counted);
      expect(await (await world.enter(await world.person(classId, 'student'))).reason('poll.vote', { pollId, answer: choose(0) })).toBe(
        'wrong-phase',
      );
    }
  });

  /** People of the class who hold a seat, as their links would speak for them. */
  async function manyVoters(classId: TestPerson['classId'], count: number): Promise<LinkedCaller[]> {
    const { sessions, seats } = world.classroom.ports;
    const session = await sessions.live(classId);
    if (!session) throw new Error('no session');
    return Promise.all(
      Array.from({ length: count }, async (_, index): Promise<LinkedCaller> => {
        const personId = newId() as LinkedCaller['personId'];
        const link = `test/${newId()}`;
        const name = `Voter ${index}`;
        const order = {
          newId: newId() as never,
          sessionId: session.id,
          classId,
          personId,
          name,
          role: 'student',
          tab: newId(),
          link,
        } as const;
        const taken = await seats.take({ ...order, rights: { produce: [], consume: true }, at: 1, seenRecording: null, resume: false });
        if (!taken) throw new Error('no seat');
        return {
          classId,
          personId,
          name,
          role: 'student',
          link,
          seat: { seatId: taken.seat.id, sessionId: session.id as SessionId, turn: taken.seat.turn, roomId: classId },
        };
      }),
    );
  }

  it('[PO3] thousands of votes at once over two tools: one counts for each person, named or not, and a change leaves the last', {
    timeout: 240_000,
  }, async () => {
    const { classId, teacher } = await aClass();
    const voters = await manyVoters(classId, 100);
    for (const part of [{ isAnonymous: true }, { isAnonymous: false }, { canChange: true }]) {
      // A link of its own each time: while thousands are counted in this one process no link says that it is alive.
      const pollId = await ask(await world.enter(teacher), single, part);
      const votes = Array.from({ length: 1_000 }, (_, index) => {
        const tool = index % 2 ? world : other;
        return castVote(tool.classroom.ports, voters[index % voters.length] as LinkedCaller, {
          pollId: pollId as never,
          answer: choose(index % 3),
        });
      });
      await Promise.all(votes);
      const { voters: counted, counts } = await poll(pollId);
      expect(counted).toBe(voters.length);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(voters.length);
      if (part.isAnonymous) expect(await stored('pollmarks', { pollId })).toHaveLength(voters.length);
      else {
        const written = (await stored('pollvotes', { pollId })) as unknown as { answer: { chosen: number[] } }[];
        expect(written).toHaveLength(voters.length);
        expect([0, 1, 2].map((place) => written.filter(({ answer }) => answer.chosen[0] === place).length)).toEqual(counts);
      }
      await world.classroom.ports.polls.end({ classId, pollId: pollId as never, at: 1, show: false });
    }
  });

  it('[PO2] a question takes no more people than the limit', async () => {
    const { classId, tara, sam } = await aClass();
    const pollId = await ask(tara, single);
    await world.connection.collection('polls').updateOne({ _id: pollId as never }, { $set: { voters: LIMITS.pollVoters - 1 } });
    await sam.get('poll.vote', { pollId, answer: choose(0) });
    const ada = await world.enter(await world.person(classId, 'student', 'Ada'));
    expect(await ada.reason('poll.vote', { pollId, answer: choose(0) })).toBe('too-large');
    expect(await sam.get('poll.vote', { pollId, answer: choose(0) })).toEqual({ outcome: 'counted' });
  });
});

describe('seeing', () => {
  it('[PO6] while it is open teachers alone are told how answers stand, and students no result by any way', async () => {
    const { student, tara, sam } = await aClass();
    const pollId = await ask(tara, single);
    await sam.get('poll.vote', { pollId, answer: choose(1) });
    await tara.fact<PollCounts>('poll.counts', ({ voters, counts }) => voters === 1 && counts[1] === 1);
    await end(tara, pollId);
    await sam.fact<{ type: string; results: unknown }>('event', ({ type, results }) => type === 'poll.ended' && results === null);
    expect(sam.facts.map(({ name }) => name)).not.toContain('poll.counts');
    const list = await (await world.api('/api/polls', { token: student.token })).json();
    expect(list).toMatchObject({ polls: [{ results: null, wasRight: null, mine: { answer: choose(1) } }] });
    expect(JSON.stringify([sam.facts, list])).not.toContain('Because');
  });

  it('[PO7] results are told to everybody when a teacher shows them, with what is right and why, and whoever comes later finds them', async () => {
    const { classId, tara, sam } = await aClass();
    const first = await ask(tara, single);
    await sam.get('poll.vote', { pollId: first, answer: choose(1) });
    expect(await tara.reason('poll.show', { sendId: newId(), pollId: first })).toBe('wrong-phase');
    await end(tara, first);
    await tara.get('poll.show', { sendId: newId(), pollId: first });
    const results = { pollId: first, voters: 1, counts: [0, 1, 0], right: [1], explanation: 'Because.', texts: [], textsLeft: 0 };
    await sam.fact<{ type: string; results: object }>(
      'event',
      (event) => event.type === 'poll.shown' && JSON.stringify(event.results).includes('Because'),
    );
    expect(polls(await world.enter(await world.person(classId, 'student', 'Ada')))).toMatchObject({ open: null, shown: { results } });
    const second = await ask(tara, words);
    await sam.get('poll.vote', { pollId: second, answer: { text: 'mitosis' } });
    await end(tara, second, true);
    await sam.fact<{ type: string; results: { texts?: string[] } | null }>('event', (event) => event.results?.texts?.[0] === 'mitosis');
    // Showing twice is showing once.
    await tara.get('poll.show', { sendId: newId(), pollId: second });
    expect(sam.events('poll.shown')).toHaveLength(1);
  });

  it('[PO8] who said what, the right answers and the scores are for teachers; a question of another class is not found', async () => {
    const { teacher, student, tara, sam } = await aClass();
    const pollId = await ask(tara, single);
    await sam.get('poll.vote', { pollId, answer: choose(1) });
    await end(tara, pollId);
    const answers = await world.api(`/api/polls/${pollId}/answers`, { token: teacher.token });
    expect(await answers.json()).toMatchObject({ answers: [{ name: 'Sam', answer: choose(1), wasRight: true }] });
    const stranger = await aClass();
    for (const path of [
      `/api/polls/${pollId}/answers`,
      '/api/polls/scores',
      '/api/polls/csv',
      '/api/polls/bank',
      '/api/polls/bank/elsewhere',
    ]) {
      expect([path, (await world.api(path, { token: student.token })).status]).toEqual([path, 403]);
      expect([path, (await world.api(path)).status]).toEqual([path, 401]);
    }
    expect((await world.api(`/api/polls/${pollId}/answers`, { token: stranger.teacher.token })).status).toBe(404);
    expect((await world.api(`/api/polls/${pollId}/show`, { method: 'POST', token: student.token, body: '{}' })).status).toBe(403);
    expect((await world.api(`/api/polls/${pollId}/show`, { method: 'POST', token: stranger.teacher.token, body: '{}' })).status).toBe(404);
    expect(await stranger.tara.reason('poll.end', { sendId: newId(), pollId, show: true })).toBe('not-found');
    expect(await stranger.tara.reason('poll.show', { sendId: newId(), pollId })).toBe('not-found');
    expect(await stranger.sam.reason('poll.vote', { pollId, answer: choose(0) })).toBe('not-found');
  });

  it('[PO8] students ask, end and show nothing, and teachers do not answer their own questions', async () => {
    const { tara, sam } = await aClass();
    const pollId = await ask(tara, single);
    const wish = { sendId: newId(), question: single, isAnonymous: false, canChange: false };
    expect(await sam.reason('poll.ask', wish)).toBe('forbidden');
    expect(await sam.reason('poll.end', { sendId: newId(), pollId, show: true })).toBe('forbidden');
    expect(await sam.reason('poll.show', { sendId: newId(), pollId })).toBe('forbidden');
    expect(await tara.reason('poll.vote', { pollId, answer: choose(0) })).toBe('forbidden');
    const lobby = await world.link(await world.person((await aClass()).classId, 'student'));
    expect(await lobby.reason('poll.vote', { pollId, answer: choose(0) })).toBe('wrong-phase');
  });

  it('[PO9] a question ends with its session, whatever ended that, and the next session asks at once', async () => {
    const { classId, teacher, tara } = await aClass();
    const pollId = await ask(tara, single, { isAnonymous: true });
    await tara.get('session.end', { sendId: newId() });
    await until('the end of the question', async () => (await stored('polls', { _id: pollId as never, phase: 'ended' }))[0]);
    expect(await stored('pollboxes', { _id: pollId as never })).toEqual([{ _id: pollId, texts: [] }]);
    const again = await world.enter(teacher);
    const left = await ask(again, single);
    await again.get('session.end', { sendId: newId() });
    // Faster than any sweeper.
    const third = await world.enter(teacher);
    await ask(third, single);
    await sweep(world.classroom.ports, newId());
    expect(await stored('polls', { classId, phase: 'open' })).toHaveLength(1);
    expect(await stored('polls', { _id: left as never, phase: 'ended' })).toHaveLength(1);
  });
});

describe('anonymous questions', () => {
  /** Everything that is stored anywhere about it, as text. */
  async function dump(): Promise<string> {
    const { db } = world.connection;
    const names = (await db?.listCollections().toArray()) ?? [];
    // What tools tell each other is gone after ten minutes.
    const kept = names.filter(({ name }) => name !== 'broadcasts');
    const all = await Promise.all(kept.map(async ({ name }) => [name, await world.connection.collection(name).find().toArray()]));
    return JSON.stringify(all);
  }

  it('[PO11] nothing that is stored or told leads from an answer to a person, and at the end nothing says who answered', async () => {
    const { classId, student, teacher, tara, sam } = await aClass();
    const pollId = await ask(tara, words, { isAnonymous: true });
    const people = [sam];
    for (const name of ['Ada', 'Bo', 'Cy']) people.push(await world.enter(await world.person(classId, 'student', name)));
    const said = ['zebra', 'mole', 'heron', 'adder'];
    for (const [index, link] of people.entries()) await link.get('poll.vote', { pollId, answer: { text: said[index] } });
    // While it is open: who has answered is a mark that only person, salt and the tool's own secret make; what was said stands apart, sorted.
    const [box] = await stored('pollboxes', { _id: pollId as never });
    expect(box).toEqual({ _id: pollId, salt: expect.any(String), texts: [...said].sort() });
    const marks = await stored('pollmarks', { pollId });
    expect(marks).toHaveLength(4);
    for (const mark of marks) expect(Object.keys(mark).sort()).toEqual(['_id', 'pollId']);
    expect(JSON.stringify(marks)).not.toContain(student.personId);
    expect(polls(await world.enter(student))).toMatchObject({ mine: { answer: null } });
    expect(await people[1]?.get('poll.vote', { pollId, answer: { text: 'adder' } })).toEqual({ outcome: 'before' });
    await end(tara, pollId, true);
    expect(await stored('pollmarks', { pollId })).toEqual([]);
    expect(await stored('pollboxes', { _id: pollId as never })).toEqual([{ _id: pollId, texts: [...said].sort() }]);
    expect(await stored('pollvotes', { pollId })).toEqual([]);
    // The words stand in the box and in what was shown to everybody, and nowhere else.
    expect((await dump()).split('zebra')).toHaveLength(3);
    const answers = await world.api(`/api/polls/${pollId}/answers`, { token: teacher.token });
    expect(await answers.json()).toMatchObject({ answers: [] });
    const own = await (await world.api('/api/polls', { token: student.token })).json();
    expect((own as PollsReply).polls[0]).toMatchObject({ mine: null, wasRight: null });
    expect(await (await world.api('/api/polls/csv', { token: teacher.token })).text()).not.toContain('Sam');
  });

  it('[PO11] counts of an anonymous question are counts alone, and its answers score for nobody', async () => {
    const { student, teacher, tara, sam } = await aClass();
    const pollId = await ask(tara, single, { isAnonymous: true });
    const before = await dump();
    await sam.get('poll.vote', { pollId, answer: choose(1) });
    const after = await dump();
    expect(after.split(student.personId).length).toBe(before.split(student.personId).length);
    expect(await poll(pollId)).toMatchObject({ voters: 1, counts: [0, 1, 0] });
    await end(tara, pollId, true);
    const scores = await (await world.api('/api/polls/scores', { token: teacher.token })).json();
    expect(scores).toMatchObject({ questions: 0, people: [{ name: 'Sam', answered: 0, right: 0 }] });
  });

  it('[PO12] an anonymous answer stays as it is, and no question promises otherwise', async () => {
    const { tara } = await aClass();
    const wish = { sendId: newId(), question: single, isAnonymous: true, canChange: true };
    expect(await tara.reason('poll.ask', wish)).toBe('bad-request');
  });
});

describe('afterwards', () => {
  it('[PO14] questions and answers stay with the class, and a teacher shows results after it', async () => {
    const { teacher, student, tara, sam } = await aClass();
    const pollId = await ask(tara, single);
    await sam.get('poll.vote', { pollId, answer: choose(0) });
    await tara.get('session.end', { sendId: newId() });
    await until('the end of the question', async () => (await stored('polls', { _id: pollId as never, phase: 'ended' }))[0]);
    const shown = await world.api(`/api/polls/${pollId}/show`, { method: 'POST', token: teacher.token, body: '{}' });
    expect(await shown.json()).toMatchObject({ isShown: true, results: { counts: [1, 0, 0] } });
    const list = async (who: TestPerson) => ((await (await other.api('/api/polls', { token: who.token })).json()) as PollsReply).polls;
    expect(await list(student)).toMatchObject([{ isShown: true, mine: { answer: choose(0) }, wasRight: false, results: { right: [1] } }]);
    expect(await list(teacher)).toMatchObject([{ poll: { pollId }, results: { voters: 1 } }]);
  });

  it('[PO15] scores count right answers of named questions that are over, and name those who never answered', async () => {
    const { classId, teacher, tara, sam } = await aClass();
    await world.person(classId, 'student', 'Zoe');
    const ada = await world.enter(await world.person(classId, 'student', 'Ada'));
    for (const [right, samSays, adaSays] of [
      [[1], [1], [0]],
      [[0, 2], [0, 2], [0]],
    ] as const) {
      const pollId = await ask(tara, of({ kind: 'multiple', options: ['A', 'B', 'C'], right: [...right] }));
      await sam.get('poll.vote', { pollId, answer: choose(...samSays) });
      await ada.get('poll.vote', { pollId, answer: choose(...adaSays) });
      await end(tara, pollId);
    }
    const open = await ask(tara, single);
    await sam.get('poll.vote', { pollId: open, answer: choose(1) });
    expect(await (await world.api('/api/polls/scores', { token: teacher.token })).json()).toMatchObject({
      questions: 2,
      people: [
        { name: 'Ada', answered: 2, right: 0 },
        { name: 'Sam', answered: 2, right: 2 },
        { name: 'Zoe', answered: 0, right: 0 },
      ],
    });
  });

  it('[PO17] an erased person leaves no answer and no words in what was shown; the counts stay', async () => {
    const { classId, student, tara, sam } = await aClass();
    const ada = await world.enter(await world.person(classId, 'student', 'Ada'));
    const pollId = await ask(tara, words);
    await sam.get('poll.vote', { pollId, answer: { text: 'my own words' } });
    await ada.get('poll.vote', { pollId, answer: { text: 'others' } });
    await end(tara, pollId, true);
    const issuer = (await world.identity.classes.find(classId))?.issuer ?? '';
    const [record] = (await stored('persons', { _id: student.personId as never })) as unknown as { sub: string }[];
    await (await openPeopleEraser(world.connection)).erase(issuer, [record?.sub ?? '']);
    expect(await stored('pollvotes', { pollId })).toMatchObject([{ name: 'Ada' }]);
    expect(JSON.stringify(await stored('events', { classId }))).not.toContain('my own words');
    expect(await poll(pollId)).toMatchObject({ voters: 2 });
  });
});
