import { PersonId, type Role } from '@liveclass/contract';
import { describe, expect, it } from 'vitest';
import { type Doubted, doubtOf, folded, type KnownMember, type Member, roleAfter, staysUnlisted } from './roster.ts';

const id = (name: string) => PersonId.parse(`person-${name}`);
const known = (part: Partial<KnownMember> = {}): KnownMember => ({
  personId: id('0001'),
  role: 'student',
  listedRole: null,
  lastLaunchAt: null,
  name: '',
  ...part,
});
const BEGUN = 1_000_000_000;
const BEFORE = BEGUN - 60_000;
const AFTER = BEGUN + 1;

describe('the role after the word of a list', () => {
  const cases: [string, KnownMember | undefined, Role, Role][] = [
    ['somebody new is what the list says', undefined, 'teacher', 'teacher'],
    ['who never launched is what the list says', known({ role: 'student', listedRole: 'student' }), 'teacher', 'teacher'],
    [
      'a non-editing teacher keeps the role of the launch at the first list',
      known({ role: 'teacher', lastLaunchAt: BEFORE }),
      'student',
      'teacher',
    ],
    ['and at each list after it', known({ role: 'teacher', listedRole: 'student', lastLaunchAt: BEFORE }), 'student', 'teacher'],
    [
      'a teacher who is made a student is one',
      known({ role: 'teacher', listedRole: 'teacher', lastLaunchAt: BEFORE }),
      'student',
      'student',
    ],
    [
      'a student who is made a teacher is one',
      known({ role: 'student', listedRole: 'student', lastLaunchAt: BEFORE }),
      'teacher',
      'teacher',
    ],
    [
      'a teacher who looks at the course as a student stays one',
      known({ listedRole: 'teacher', lastLaunchAt: BEFORE }),
      'teacher',
      'student',
    ],
    [
      'a launch that is newer than the list stands',
      known({ role: 'teacher', listedRole: 'teacher', lastLaunchAt: AFTER }),
      'student',
      'teacher',
    ],
    ['also where it took the role away', known({ listedRole: 'student', lastLaunchAt: AFTER }), 'teacher', 'student'],
  ];
  it.each(cases)('[RO10] %s', (_name, before, told, role) => {
    expect(roleAfter(before, told, BEGUN)).toBe(role);
  });
});

describe('somebody who is not on a whole list', () => {
  const cases: [string, Partial<KnownMember>, boolean][] = [
    ['goes when a list named them before', { listedRole: 'student', lastLaunchAt: BEFORE }, false],
    ['goes when they never launched', { listedRole: 'student' }, false],
    ['stays when their launch is newer', { listedRole: 'student', lastLaunchAt: AFTER }, true],
    ['stays for five minutes when no list ever named them', { lastLaunchAt: BEGUN - 299_999 }, true],
    ['and no longer', { lastLaunchAt: BEGUN - 300_000 }, false],
    ['a teacher stays for twelve hours', { role: 'teacher', lastLaunchAt: BEGUN - 12 * 3_600_000 + 1 }, true],
    ['and no longer either', { role: 'teacher', lastLaunchAt: BEGUN - 12 * 3_600_000 }, false],
  ];
  it.each(cases)('[RO13] %s', (_name, part, stays) => {
    expect(staysUnlisted(known(part), BEGUN)).toBe(stays);
  });
});

describe('a list that looks wrong', () => {
  const listed = (count: number, role: Role = 'student') =>
    Array.from({ length: count }, (_, index) => known({ personId: id(`${role}-${index}`), role, listedRole: role }));
  const judge = (
    members: readonly KnownMember[],
    before: readonly KnownMember[],
    more: { asker?: PersonId; isWhole?: boolean; endsFull?: boolean; doubted?: Doubted; now?: number } = {},
  ) =>
    doubtOf({
      reading: {
        members: members.map((one): Member => ({ sub: one.personId, name: '', role: one.role })),
        isWhole: more.isWhole ?? true,
        endsFull: more.endsFull ?? false,
      },
      known: before,
      named: new Set(members.map((one) => one.personId)),
      asker: more.asker,
      before: more.doubted ?? null,
      now: more.now ?? BEGUN,
    });
  const teacher = listed(1, 'teacher');
  const full = [...teacher, ...listed(100)];

  it('[RO12] is believed where nothing is odd', () => {
    expect(judge(full, full)).toBeNull();
    expect(judge(full, [])).toBeNull();
    expect(judge(full.slice(0, -20), full)).toBeNull();
  });

  it('[RO12] is not believed when it is empty, holds what cannot be read, or lacks the teacher who asks', () => {
    expect(judge([], full)).toBe('empty');
    expect(judge(full, full, { isWhole: false })).toBe('unreadable-entries');
    const two = [...listed(2, 'teacher'), ...listed(100)];
    expect(judge(two.slice(1), two, { asker: id('teacher-0') })).toBe('asker-missing');
    // An administrator who is enrolled nowhere was never on it, and may ask all the same.
    expect(judge(full, full, { asker: id('admin') })).toBeNull();
  });

  it('[RO12] twenty may leave at once, and half of many; more is doubted', () => {
    const few = [...teacher, ...listed(20)];
    expect(judge(teacher, few)).toBeNull();
    const more = [...teacher, ...listed(21)];
    expect(judge(teacher, more)).toBe('shrunk');
    expect(judge(full.slice(0, 51), full)).toBeNull();
    expect(judge(full.slice(0, 50), full)).toBe('shrunk');
  });

  it('[RO12] a list that ends with a full page may have been cut there: then twenty are much', () => {
    expect(judge(full.slice(0, -21), full, { endsFull: true })).toBe('shrunk');
    expect(judge(full.slice(0, -20), full, { endsFull: true })).toBeNull();
  });

  it('[RO12] a list without any teacher is doubted when there was one', () => {
    expect(judge(full.slice(1), full)).toBe('no-teacher');
    expect(judge(listed(5), listed(6))).toBeNull();
  });

  it('[RO12] it is believed when it still says so some minutes later, and no less', () => {
    const doubted = { people: 50, since: BEGUN - 300_000 };
    expect(judge(full.slice(0, 50), full, { doubted })).toBeNull();
    expect(judge(full.slice(1, 51), full, { doubted })).toBeNull();
    expect(judge(full.slice(0, 50), full, { doubted: { ...doubted, since: BEGUN - 299_999 } })).toBe('shrunk');
    expect(judge([], full, { doubted })).toBe('empty');
  });
});

describe('a name as it is searched', () => {
  it('[RO17] is found without case, accents and vowel marks, in any script', () => {
    for (const [name, search] of [
      ['Jürgen Weiß', 'jurgen weiss'],
      ['Élodie Ångström', 'elodie ANGSTROM'],
      ['أَحْمَد المصرى', 'احمد المصري'],
      ['فاطمة', 'فاطمه'],
      ['Ольга Жуков', 'ольга'],
      ['美咲  佐藤', '美咲 佐藤'],
    ] as const)
      expect(folded(name)).toContain(folded(search));
  });
});
