import type { ClassId, Instant, PersonId, Role, RosterDoubt, RosterFault } from '@liveclass/contract';
import type { ClassRecord } from '../domain/identity.ts';
import type { Doubted, KnownMember, Member, RosterReading } from '../domain/roster.ts';
import type { ClassroomPorts } from './classroom.ts';

/** The course's list could not be read; the reason is what its teacher is told. */
export class RosterFailure extends Error {
  override readonly name = 'RosterFailure';
  readonly reason: RosterFault;
  constructor(reason: RosterFault, cause?: unknown) {
    super(`the list of people: ${reason}`, { cause });
    this.reason = reason;
  }
}

/** Reads the list of people that a platform gives of a course, whole or not at all. */
export interface RosterSource {
  /** Throws `RosterFailure`. `onPage` is told how many have come so far, and may end the reading by throwing. */
  read(course: ClassRecord, onPage: (read: number) => Promise<void>): Promise<RosterReading>;
}

/** What is kept of a class's roster beside its people. */
export interface RosterRecord {
  readonly classId: ClassId;
  /** Since when somebody reads it; null while nobody does. */
  readonly begunAt: Instant | null;
  readonly read: number;
  readonly syncedAt: Instant | null;
  /** When it was last begun, whatever came of it. */
  readonly triedAt: Instant | null;
  readonly change: RosterChange | null;
  readonly doubt: RosterDoubt | null;
  readonly doubted: Doubted | null;
  readonly fault: { readonly reason: RosterFault; readonly at: Instant } | null;
  /** Failed tries since the last good one. */
  readonly failures: number;
  readonly activeAt: Instant | null;
}

export interface RosterChange {
  readonly came: number;
  readonly left: number;
  readonly moved: number;
}

/** How the rosters of classes stand, and which are due. */
export interface Rosters {
  find(classId: ClassId): Promise<RosterRecord | null>;
  /** Somebody launched into the class or opened its room: due now, or as soon as the last look at it is `freshMs` old. */
  wish(classId: ClassId, now: Instant, freshMs: number): Promise<void>;
  /** Whose turn it is; pushed away for `restMs`, so that of two tools one gets it. */
  claimDue(now: Instant, restMs: number): Promise<ClassId | null>;
  /** Nothing is to be read here; not looked at again before somebody wishes it. */
  rest(classId: ClassId): Promise<void>;
  begin(classId: ClassId, now: Instant): Promise<void>;
  progress(classId: ClassId, read: number): Promise<void>;
  /** What came of it, and when to look again; null for never by itself. */
  settle(classId: ClassId, outcome: RosterOutcome, due: Instant | null): Promise<void>;
}

export type RosterOutcome =
  | {
      readonly type: 'read';
      readonly syncedAt: Instant;
      readonly change: RosterChange;
      readonly doubt: RosterDoubt | null;
      readonly doubted: Doubted | null;
    }
  | { readonly type: 'failed'; readonly reason: RosterFault; readonly at: Instant };

/** A member as the list leaves them. */
export interface Standing {
  readonly personId: PersonId;
  /** Empty: the name that is known stays. */
  readonly name: string;
  readonly role: Role;
  readonly listedRole: Role;
}

export interface RosterPage {
  readonly people: readonly { readonly personId: PersonId; readonly name: string; readonly role: Role }[];
  readonly matching: number;
}

/** The people of classes, many at once: in batches, between which other work of the process goes on. */
export interface RosterPeople {
  known(classId: ClassId): Promise<readonly KnownMember[]>;
  /** The persons behind these members, made where they are new; named as the list names them. */
  persons(issuer: string, members: readonly Member[]): Promise<ReadonlyMap<string, PersonId>>;
  /** Writes what the list says; the role of a launch newer than `begunAt` stays, as it may have come after reading `known`. */
  write(classId: ClassId, standings: readonly Standing[], begunAt: Instant): Promise<void>;
  /** Takes these out of the class, but not those who launched since `begunAt`; answers who is really gone. */
  remove(classId: ClassId, people: readonly PersonId[], begunAt: Instant): Promise<readonly PersonId[]>;
  /** Of these, the ones that are of the class. */
  among(classId: ClassId, people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Role>>;
  /** One page of those whose names hold every word of the search, teachers first, then by name. */
  page(classId: ClassId, search: string, from: number, rows: number): Promise<RosterPage>;
  count(classId: ClassId): Promise<Readonly<Record<Role, number>>>;
}

/** Web sessions by whose they are. */
export interface PersonalSessions {
  /** Ends every web session that these have in the class; answers who had one. */
  endOf(classId: ClassId, people: readonly PersonId[]): Promise<readonly PersonId[]>;
  /** Who of these has one. */
  holders(classId: ClassId, people: readonly PersonId[]): Promise<readonly PersonId[]>;
}

/** All that the use cases of the roster need. */
export interface RosterPorts
  extends Pick<
    ClassroomPorts,
    | 'clock'
    | 'ids'
    | 'log'
    | 'limits'
    | 'classes'
    | 'rooms'
    | 'sessions'
    | 'seats'
    | 'control'
    | 'publisher'
    | 'replicas'
    | 'locks'
    | 'hands'
  > {
  readonly rosters: Rosters;
  readonly source: RosterSource;
  readonly people: RosterPeople;
  readonly personal: PersonalSessions;
}
