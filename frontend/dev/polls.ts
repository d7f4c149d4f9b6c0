import type { BankItem, PollEntry, PollResults, PollView, Question } from '@liveclass/contract';
import type { PollsApi } from '../src/links/polls-api.ts';
import type { Polls, PollsState } from '../src/models/polls.ts';
import { Watched } from '../src/watched.ts';

const asked = Date.now() - 26 * 3_600_000;
const pollId = (index: number) => `poll-${String(index).padStart(4, '0')}` as PollView['pollId'];
const WORDS = [
  'The membrane lets small molecules through, and large ones need a channel.',
  'I did not understand osmosis',
  'لم أفهم الجزء الأخير',
];

function aPoll(index: number, kind: PollView['kind'], text: string, options: readonly string[] = []): PollView {
  const isQuiz = kind === 'single' || kind === 'true-false';
  const part = { kind, text, options: [...options], isQuiz };
  return {
    pollId: pollId(index),
    askedAt: asked - index * 600_000,
    endedAt: asked,
    isAnonymous: index % 2 === 1,
    canChange: index === 2,
    ...part,
  };
}

const POLLS = [
  aPoll(0, 'single', 'Where in the cell does photosynthesis take place?', [
    'Nucleus',
    'Chloroplast',
    'In the mitochondria, which are there to give the cell its energy',
  ]),
  aPoll(1, 'text', 'What should we repeat next week?'),
  aPoll(2, 'multiple', 'Which of these are gases?', ['Helium', 'Iron', 'Neon', 'Gold']),
  aPoll(3, 'rating', 'How clear was this lesson?'),
  aPoll(4, 'true-false', 'Plants breathe oxygen at night.'),
] as const;
const COUNTS = [[3, 12, 5], [], [9, 1, 7, 0], [0, 1, 4, 9, 6], [14, 6]];

const results = (index: number): PollResults => ({
  pollId: pollId(index),
  voters: 20,
  counts: COUNTS[index] ?? [],
  texts: index === 1 ? WORDS : [],
  textsLeft: index === 1 ? 17 : 0,
  right: index === 0 ? [1] : index === 4 ? [0] : [],
  explanation: index === 0 ? 'Chloroplasts hold the chlorophyll that catches the light.' : '',
});

const question = ({ kind, text, options, isQuiz }: PollView): Question => ({
  kind,
  text,
  options,
  right: isQuiz ? [0] : [],
  explanation: '',
});
const bank: readonly BankItem[] = POLLS.map((poll) => ({
  id: poll.pollId,
  question: question(poll),
  isAnonymous: poll.isAnonymous,
  canChange: false,
}));

/** Questions in a made-up room: `poll` says which one is open, `shown` and `over` which one is not any more. */
export function madeUpPolls(wish: URLSearchParams, isTeacher: boolean): Pick<Polls, keyof Polls> {
  const of = (name: string): number | undefined => (wish.has(name) ? Number(wish.get(name)) || 0 : undefined);
  const [open, shown, over] = [of('poll'), of('shown'), of('over')];
  const poll = (index: number | undefined): PollView | null => (index === undefined ? null : (POLLS[index] ?? null));
  const openPoll = poll(open);
  const shownPoll = poll(shown);
  const state = new Watched<PollsState>({
    open: openPoll && { ...openPoll, endedAt: null },
    mine: wish.has('answered') ? { chosen: [0] } : null,
    sending: wish.has('unsent') ? 'failed' : 'no',
    unsent: null,
    counts: open === undefined || !isTeacher ? null : results(open),
    last: poll(over),
    shown: shownPoll && shown !== undefined ? { poll: shownPoll, results: results(shown) } : null,
    isAside: wish.has('aside'),
    isBusy: false,
  });
  const yes = async () => true;
  return {
    state,
    entered: () => undefined,
    happened: () => undefined,
    told: () => undefined,
    ended: () => undefined,
    putAside: (isAside) => state.change({ isAside }),
    vote: async (mine) => state.change({ mine }),
    ask: yes,
    end: yes,
    show: yes,
  };
}

const FAULTS = [
  { line: 3, fault: 'too-few-options', text: 'single, Which one?, , , A' },
  { line: 7, fault: 'unknown-kind', text: 'essay, Tell us about your holidays' },
] as const;

/** Questions of a made-up class; `trouble` is a server that does not answer. */
export function madeUpPollsApi(wish: URLSearchParams): Pick<PollsApi, keyof PollsApi> {
  const answer = async <T>(value: T): Promise<T> => {
    if (wish.has('trouble')) throw new Error('The gallery plays a server that does not answer.');
    return value;
  };
  const isEmpty = wish.has('empty');
  const entries: PollEntry[] = POLLS.map((poll, index) => ({
    poll,
    results: results(index),
    isShown: index !== 2,
    mine: index === 0 || index === 2 ? { answer: { chosen: [index] } } : null,
    wasRight: index === 0 ? false : null,
  }));
  const items = isEmpty ? [] : bank;
  return {
    asked: () => answer(isEmpty ? [] : entries),
    show: async () => entries[0] as PollEntry,
    answers: () =>
      answer({
        poll: POLLS[0],
        answers: ['Ada Lovelace', 'Sam Student', 'ليلى حسن'].map((name, index) => ({
          name,
          answer: { chosen: [index] },
          wasRight: index === 1,
        })),
      }),
    scores: () =>
      answer({
        questions: isEmpty ? 0 : 3,
        people: ['Ada Lovelace', 'Sam Student', 'ليلى حسن'].map((name, index) => ({
          personId: `person-000${index}` as never,
          name,
          answered: 3 - index,
          right: 2 - index,
        })),
      }),
    file: async () => new Blob(['']),
    bank: () => answer(items),
    add: async () => items,
    change: async () => items,
    remove: async () => items.slice(1),
    bring: async () => ({ added: 0, faults: [...FAULTS], items: [...items] }),
    elsewhere: () => answer(isEmpty ? [] : [{ classId: 'class-0002' as never, title: 'Biology 101: Tuesday group', items: [...bank] }]),
    take: async () => items,
  };
}
