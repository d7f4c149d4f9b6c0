import type { AttendanceReply, GradesReply, PersonAttendance, SessionAttendanceReply } from '@liveclass/contract';
import type { AttendanceApi } from '../src/links/attendance-api.ts';
import { madeUpPeople } from './people.ts';

const MIN = 60_000;
const began = Date.now() - 26 * 3_600_000;
const HELD = 55 * MIN;
const sessionId = (index: number) => `session-${String(index).padStart(4, '0')}` as SessionAttendanceReply['session']['sessionId'];
const personId = (index: number) => `person-${String(index).padStart(4, '0')}` as PersonAttendance['personId'];
const session = (index: number): SessionAttendanceReply['session'] => ({
  sessionId: sessionId(index),
  startedAt: began - index * 7 * 86_400_000,
  endedAt: began + HELD - index * 7 * 86_400_000,
  heldMs: HELD,
  counts: index !== 3,
});

function attendance(index: number, name: string): PersonAttendance {
  const at = (minutes: number) => began + minutes * MIN;
  const kinds: PersonAttendance['stretches'][] = [
    [{ from: at(0), to: at(55) }],
    [
      { from: at(14), to: at(30) },
      { from: at(38), to: at(55) },
    ],
    [{ from: at(2), to: at(31) }],
    [],
  ];
  const stretches = kinds[index % kinds.length] ?? [];
  const measuredMs = stretches.reduce((sum, { from, to }) => sum + to - from, 0);
  const isExcused = index === 7;
  return {
    personId: personId(index),
    name,
    standing: isExcused ? 'excused' : measuredMs > 0 ? 'present' : 'absent',
    isHere: false,
    joinedAt: stretches[0]?.from ?? null,
    leftAt: stretches.at(-1)?.to ?? null,
    measuredMs,
    presentMs: measuredMs,
    share: measuredMs / HELD,
    isLate: index % 4 === 1,
    leftEarly: index % 4 === 2,
    stretches,
    correction: isExcused ? { standing: 'excused' } : null,
    traces: isExcused
      ? [{ at: began + 2 * HELD, by: 'Tara Teacher', before: null, after: { standing: 'excused' }, note: 'Brought a note from the doctor' }]
      : [],
  };
}

const RULE = { grade: 'share', atLeastPercent: 75, lateAfterMinutes: 10, earlyBeforeMinutes: 10, sending: 'by-hand' } as const;
const DELIVERIES: readonly GradesReply['people'][number]['delivery'][] = [
  { state: 'sent', score: 100, at: began + 3 * HELD },
  { state: 'none' },
  { state: 'waiting', score: 52.73, tries: 2, nextTryAt: Date.now() + 4 * MIN, cause: 'trouble', status: 503 },
  { state: 'refused', score: 0, at: began + 3 * HELD, why: 'said-no', status: 403, said: 'This user is not enrolled in the course.' },
];

/** Attendance of a made-up class; `trouble` is a server that does not answer. */
export function madeUpAttendance(wish: URLSearchParams): Pick<AttendanceApi, keyof AttendanceApi> {
  const isEmpty = wish.has('empty');
  const students = madeUpPeople(Number(wish.get('students') ?? 14), -1).slice(1);
  const people = isEmpty ? [] : students.map(({ name }, index) => attendance(index, name));
  const answer = async <T>(value: T): Promise<T> => {
    if (wish.has('trouble')) throw new Error('The gallery plays a server that does not answer.');
    return value;
  };
  const all = [0, 1, 2, 3].map((index) => ({
    ...session(index),
    present: 11 - index,
    expected: 13,
    mine: attendance(index, 'Sam Student'),
  }));
  const sessions: AttendanceReply['sessions'] = isEmpty ? [] : all;
  return {
    sessions: () => answer({ sessions }),
    session: () => answer({ session: session(0), people }),
    setCounts: async (_id, counts) => ({ ...session(0), counts }),
    correct: async () => attendance(0, 'Sam Student'),
    file: async () => new Blob(['']),
    grades: () =>
      answer({
        rule: isEmpty ? { ...RULE, grade: 'none' } : RULE,
        column: wish.has('gone') ? 'gone' : 'own',
        hidesZero: wish.has('zero'),
        people: people.map(({ name, personId: id, share }, index) => ({
          personId: id,
          name,
          score: index === 7 ? null : Math.round(share * 10_000) / 100,
          sessions: 4,
          attended: 3,
          excused: index === 7 ? 1 : 0,
          sent: null,
          delivery: DELIVERIES[index % DELIVERIES.length] ?? { state: 'none' },
        })),
      }),
    setRule: async (rule) => rule,
    sendGrades: async () => 3,
  };
}
