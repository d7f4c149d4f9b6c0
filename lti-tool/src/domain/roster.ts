import type { Instant, PersonId, Role, RosterDoubt } from '@liveclass/contract';

/** A person as the course's list names them: active ones only, each once. */
export interface Member {
  /** The `sub` of their launches. */
  readonly sub: string;
  /** Cleaned as names of launches are; empty where the platform tells none. */
  readonly name: string;
  readonly role: Role;
}

/** What was read of a course's list. */
export interface RosterReading {
  readonly members: readonly Member[];
  /** False when something in it could not be read, so that who is missing may be there all the same. */
  readonly isWhole: boolean;
  /** The last page was as full as pages were asked to be, or as those before it: there may have been more behind it. */
  readonly endsFull: boolean;
}

/** A person of the class as the tool knows them before a list is applied. */
export interface KnownMember {
  readonly personId: PersonId;
  readonly role: Role;
  /** What the list said of them last; null for those whom no list has named yet. */
  readonly listedRole: Role | null;
  readonly lastLaunchAt: Instant | null;
  readonly name: string;
}

/** How long a launch alone keeps a person whom no list ever named. docs/decisions/0007 says why these. */
const UNLISTED_STUDENT_MS = 300_000;
const UNLISTED_TEACHER_MS = 12 * 3_600_000;

/**
 * The role after the list's word. The list changes a role only by changing its own word: where it has always said "student" of
 * somebody whose launch said "teacher" (non-editing teachers in Moodle), the launch stands. What it says of a person whose launch
 * is newer than it is old news.
 */
export function roleAfter(known: KnownMember | undefined, told: Role, begunAt: Instant): Role {
  if (!known) return told;
  if (known.lastLaunchAt === null) return told;
  if (known.lastLaunchAt > begunAt || known.listedRole === null || known.listedRole === told) return known.role;
  return told;
}

/** Whether a person who is not on the list stays for now: their launch is newer, or no list ever named them and they came of late. */
export function staysUnlisted(known: KnownMember, begunAt: Instant): boolean {
  const { lastLaunchAt, listedRole, role } = known;
  if (lastLaunchAt === null) return false;
  if (lastLaunchAt > begunAt) return true;
  if (listedRole !== null) return false;
  return lastLaunchAt > begunAt - (role === 'teacher' ? UNLISTED_TEACHER_MS : UNLISTED_STUDENT_MS);
}

/** A list that was not believed: how many people it named, and when that was first seen. */
export interface Doubted {
  readonly people: number;
  readonly since: Instant;
}

export interface Judged {
  readonly reading: RosterReading;
  readonly known: readonly KnownMember[];
  /** Who of the known ones is named by the list. */
  readonly named: ReadonlySet<PersonId>;
  readonly asker: PersonId | undefined;
  /** The list that was not believed the last time, if so. */
  readonly before: Doubted | null;
  readonly now: Instant;
}

/** So few may always leave at once; above it half of the class is suspicious, and any number where the list may have been cut. */
const FEW = 20;
const CONFIRMED_AFTER_MS = 300_000;

/**
 * Why the list takes nothing from anybody, or null when it is believed. A list that lacks half of the class, or all of its teachers,
 * is believed when it still says so some minutes later: courses do end.
 */
export function doubtOf({ reading, known, named, asker, before, now }: Judged): RosterDoubt | null {
  if (reading.members.length === 0) return 'empty';
  if (!reading.isWhole) return 'unreadable-entries';
  const listed = known.filter((one) => one.listedRole !== null);
  if (asker && !named.has(asker) && listed.some((one) => one.personId === asker)) return 'asker-missing';
  const isConfirmed = before !== null && now - before.since >= CONFIRMED_AFTER_MS && reading.members.length <= before.people * 1.1;
  if (isConfirmed) return null;
  const hadTeacher = listed.some((one) => one.listedRole === 'teacher');
  if (hadTeacher && !reading.members.some((one) => one.role === 'teacher')) return 'no-teacher';
  const missing = listed.filter((one) => !named.has(one.personId)).length;
  return missing > FEW && (missing * 2 > listed.length || reading.endsFull) ? 'shrunk' : null;
}

/**
 * A name as it is searched and sorted: without case, accents and vowel marks, so that "jurgen" finds Jürgen and "احمد" finds أحمد.
 */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\u0640]/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ى', 'ي')
    .replaceAll('ة', 'ه')
    .replace(/\s+/gu, ' ')
    .trim();
}
