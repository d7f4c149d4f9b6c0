import { type DurableEvent, type PollsSnapshot, type PollView, Refusal } from '@liveclass/contract';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Notices } from './notices.ts';
import { Polls } from './polls.ts';

const pollId = 'poll-0001' as PollView['pollId'];
const poll: PollView = {
  pollId,
  askedAt: 1,
  endedAt: null,
  kind: 'single',
  text: 'Which?',
  options: ['A', 'B'],
  isAnonymous: false,
  canChange: true,
  isQuiz: false,
};
const results = { pollId, voters: 2, counts: [1, 1], texts: [], textsLeft: 0, right: [], explanation: '' };
const nothing: PollsSnapshot = { open: null, mine: null, counts: null, shown: null };
const event = (part: object): DurableEvent => ({ seq: 1, at: 1, ...part }) as DurableEvent;

/** A tool link whose answers the test gives. */
function polls() {
  const asked: { name: string; body: unknown; answer(value: unknown): void; refuse(reason: 'unavailable' | 'wrong-phase'): void }[] = [];
  const ask = (name: string, body: unknown) =>
    new Promise((resolve, reject) => asked.push({ name, body, answer: resolve, refuse: (reason) => reject(new Refusal(reason)) }));
  const notices = new Notices();
  const model = new Polls({ ask } as never, notices);
  return { model, asked, notices, state: () => model.state.get() };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('questions in the room', () => {
  it('[PO10] an answer shows at once, counts when the server says so, and comes back where it could not be sent', async () => {
    vi.useFakeTimers();
    const { model, asked, state, notices } = polls();
    model.happened(event({ type: 'poll.asked', poll }));
    const first = model.vote({ chosen: [0] });
    expect(state()).toMatchObject({ mine: { chosen: [0] }, sending: 'now' });
    asked[0]?.answer({ outcome: 'counted' });
    await first;
    expect(state()).toMatchObject({ mine: { chosen: [0] }, sending: 'no' });
    const second = model.vote({ chosen: [1] });
    asked[1]?.refuse('unavailable');
    await second;
    expect(state()).toMatchObject({ mine: { chosen: [0] }, sending: 'failed', unsent: { chosen: [1] } });
    expect(notices.state.get()).toMatchObject({ key: 'reasons.unavailable' });
    // The link comes back: what was shown before this question is no news, and the answer is still offered.
    model.entered({
      polls: {
        ...nothing,
        open: poll,
        mine: { answer: { chosen: [0] } },
        shown: { poll: { ...poll, pollId: 'poll-0000' as PollView['pollId'] }, results },
      },
    });
    expect(state()).toMatchObject({ sending: 'failed', unsent: { chosen: [1] } });
    const third = model.vote({ chosen: [1] });
    asked[2]?.answer({ outcome: 'before' });
    await third;
    expect(state()).toMatchObject({ mine: 'sent', sending: 'no', unsent: null });
  });

  it('[PO10] the answer of a question that is over does not reach the next one', async () => {
    const { model, asked, state } = polls();
    model.happened(event({ type: 'poll.asked', poll }));
    const vote = model.vote({ chosen: [0] });
    const next = { ...poll, pollId: 'poll-0002' as PollView['pollId'] };
    model.happened(event({ type: 'poll.ended', poll: { ...poll, endedAt: 2 }, results: null }));
    model.happened(event({ type: 'poll.asked', poll: next }));
    asked[0]?.refuse('wrong-phase');
    await vote;
    expect(state()).toMatchObject({ open: next, mine: null, sending: 'no' });
  });

  it('[PO10] a return to the room keeps what the server cannot tell, and forgets what was another question’s', () => {
    const { model, state } = polls();
    const secret = { ...poll, isAnonymous: true, canChange: false };
    model.happened(event({ type: 'poll.asked', poll: secret }));
    void model.vote({ chosen: [1] });
    model.entered({ polls: { ...nothing, open: secret, mine: { answer: null } } });
    expect(state().mine).toEqual({ chosen: [1] });
    model.entered({ polls: { ...nothing, open: { ...secret, pollId: 'poll-0003' as PollView['pollId'] }, mine: { answer: null } } });
    expect(state().mine).toBe('sent');
    model.entered({ polls: { ...nothing, open: secret } });
    expect(state().mine).toBeNull();
  });

  it('[PO10] counts of another question, and older ones, change nothing', () => {
    const { model, state } = polls();
    model.happened(event({ type: 'poll.asked', poll }));
    model.told({ name: 'poll.counts', fact: { pollId, voters: 3, counts: [2, 1] } });
    model.told({ name: 'poll.counts', fact: { pollId, voters: 2, counts: [1, 1] } });
    model.told({ name: 'poll.counts', fact: { pollId: 'poll-0009' as PollView['pollId'], voters: 9, counts: [9, 0] } });
    expect(state().counts).toEqual({ pollId, voters: 3, counts: [2, 1] });
    model.happened(event({ type: 'poll.ended', poll, results: null }));
    expect(state()).toMatchObject({ open: null, last: poll });
    model.happened(event({ type: 'poll.shown', poll, results }));
    expect(state()).toMatchObject({ last: null, shown: { results }, isAside: false });
    model.ended();
    expect(state()).toMatchObject({ open: null, shown: null, counts: null });
  });

  it('[PO10] what was put aside stays aside until something new comes', () => {
    const { model, state } = polls();
    model.happened(event({ type: 'poll.asked', poll }));
    model.putAside(true);
    model.entered({ polls: { ...nothing, open: poll } });
    expect(state().isAside).toBe(true);
    model.happened(event({ type: 'poll.ended', poll, results }));
    expect(state()).toMatchObject({ isAside: false, shown: { results } });
  });

  it('[PO10] a teacher’s wish that was refused is said, and the controls are free again', async () => {
    const { model, asked, notices, state } = polls();
    const ask = model.ask({
      question: { kind: 'text', text: 'x', options: [], right: [], explanation: '' },
      isAnonymous: true,
      canChange: false,
    });
    expect(state().isBusy).toBe(true);
    asked[0]?.refuse('wrong-phase');
    expect(await ask).toBe(false);
    expect([state().isBusy, notices.state.get()?.key]).toEqual([false, 'polls.wrongPhase']);
  });
});
