import type {
  ClassId,
  CourseMaterialMessage,
  CoursePlanMessage,
  PersonId,
  PlatformRegistration,
  RecordingId,
  Role,
} from '@liveclass/contract';
import type { ClassLink, ClassRecord, Membership, Person, WebSession } from '../domain/identity.ts';
import type { LaunchClaims, LaunchState } from '../domain/launch.ts';
import type { KnownPlatform } from '../domain/platform.ts';

/** Milliseconds since 1970; the one clock of the process. */
export interface Clock {
  now(): number;
}

/** Unguessable ids and codes. */
export interface Ids {
  /** 128 bits, base64url (22 characters): ids of our records. */
  id(): string;
  /** 256 bits, base64url (43 characters): tokens and one-time codes. */
  secret(): string;
}

export interface Persons {
  /** Creates or renews by (issuer, sub); two launches at once give one person. */
  upsert(person: Omit<Person, 'id'>): Promise<Person>;
  find(id: PersonId): Promise<Person | null>;
}

export interface Classes {
  /** Creates or renews by its link; two first launches at once give one class. */
  upsert(link: ClassLink, about: Omit<ClassRecord, 'id' | 'copiedFrom' | keyof ClassLink>): Promise<ClassRecord>;
  find(id: ClassId): Promise<ClassRecord | null>;
  /** Of these activities of the same deployment, in any course, the first that has a class. */
  firstOf(of: Omit<ClassLink, 'contextId' | 'resourceLinkId'>, resourceLinkIds: readonly string[]): Promise<ClassRecord | null>;
  /** The class goes on under another activity of its course; false when it has none, or that one has a class already. */
  move(from: ClassLink, resourceLinkId: string): Promise<boolean>;
  /** Remembers for good that the class began as a copy. */
  copied(id: ClassId, from: ClassId): Promise<void>;
  /** The classes of one course, oldest first, that came by any of these clients of its platform: what a teacher may pick from. */
  ofCourse(course: Omit<ClassLink, 'resourceLinkId' | 'clientId'>, clientIds: readonly string[]): Promise<readonly ClassRecord[]>;
}

/** How classes are run, as their teachers chose it: nothing of people, dates, rooms or recordings. */
export interface SettingsCopies {
  /** Gives the class what the other has, where it has none of its own; doing it again changes nothing. */
  copy(from: ClassId, to: ClassId): Promise<void>;
}

export interface Memberships {
  put(membership: Membership): Promise<void>;
  /** The role now, or null when the person is not of the class (never launched, or left). */
  role(classId: ClassId, personId: PersonId): Promise<Role | null>;
  /** Every class that the person is of. */
  classesOf(personId: PersonId): Promise<readonly ClassId[]>;
}

/** Web sessions, kept by the hash of their token; a database dump opens nothing. */
export interface WebSessions {
  create(token: string, session: WebSession): Promise<void>;
  /** The live session of a token, its idle time renewed; null when unknown or over. */
  touch(token: string, now: number): Promise<WebSession | null>;
  end(token: string): Promise<void>;
}

/** One-time codes: created once, taken once. */
export interface OneTimeCodes {
  create(code: string, session: WebSession, expiresAt: number): Promise<void>;
  /** Removes and answers; null when unknown, used or over. Of two takers at once one wins. */
  take(code: string, now: number): Promise<WebSession | null>;
}

export interface Platforms {
  /** An active one; null for every other. */
  find(issuer: string, clientId: string): Promise<PlatformRegistration | null>;
  /** The active ones. */
  list(): Promise<readonly PlatformRegistration[]>;
  /** Whatever its state, so that a person can be told why nothing opens. */
  known(issuer: string, clientId: string): Promise<KnownPlatform | null>;
  /**
   * Whether the deployment belongs to the registration. A registration that names none takes the first one that launches;
   * of two first launches at once one wins, and the other deployment is refused.
   */
  admitDeployment(issuer: string, clientId: string, deploymentId: string): Promise<boolean>;
}

/** What this part asks of the recordings: a launch or a picked item names one, and it must belong to that very course. */
export interface RecordingDirectory {
  find(id: RecordingId): Promise<{ readonly classId: ClassId; readonly title: string; readonly hidden: boolean } | null>;
}

/** Logins under way, kept by the hash of their state. */
export interface LaunchStates {
  create(state: string, record: LaunchState): Promise<void>;
  /**
   * Removes and answers the record when one of the bindings is its browser's; of two takers at once one wins. A wrong binding
   * removes nothing, so that nobody can spoil another person's launch.
   */
  take(state: string, bindings: readonly string[], now: number): Promise<LaunchState | null>;
  /** Where the browser of this login may have kept its binding instead of a cookie; null when unknown, over, or nowhere else. */
  storageOf(state: string, now: number): Promise<{ readonly target: string; readonly origin: string } | null>;
}

/** The ledger of used nonces: a second line behind the states, and the only one against a platform that repeats itself. */
export interface Nonces {
  /** False when the nonce was claimed before; of two claims at once one wins. Times in milliseconds. */
  claim(issuer: string, nonce: string, until: number): Promise<boolean>;
}

/** Proves an id_token; throws Refusal 'launch-refused' (with the cause as detail for the log) or 'lms-unreachable' (no key to be had). */
export interface LaunchVerifier {
  verify(idToken: string, login: LaunchState, state: string): Promise<LaunchClaims>;
}

/** What became of a course-materials message. */
export type CourseMaterialOutcome =
  | { readonly type: 'published'; readonly moduleId: string; readonly url?: string }
  /** The platform has no such endpoint. */
  | { readonly type: 'unsupported' }
  /** The platform said no; saying it again will not help. */
  | { readonly type: 'refused'; readonly status: number }
  /** No answer, or a failing one: worth another try later. The message is idempotent at the platform. */
  | { readonly type: 'unreachable'; readonly cause: string };

/** Brings recordings and the plan of a class into its course; never throws for what a platform does. */
export interface CourseMaterials {
  send(
    course: ClassRecord,
    /** LMS id of the teacher on whose behalf it is done. */
    teacherSub: string,
    action: CourseMaterialMessage['action'],
    recording: CourseMaterialMessage['recording'],
  ): Promise<CourseMaterialOutcome>;
  /** When the class meets in the time to come. */
  plan(course: ClassRecord, teacherSub: string, plan: CoursePlanMessage['plan']): Promise<CourseMaterialOutcome>;
}

/** Signs what the tool says to a platform (deep-linking responses, course materials), with the tool's RS256 key for that platform. */
export interface PlatformSigner {
  sign(platform: { issuer: string; clientId: string }, claims: Record<string, unknown>): Promise<string>;
}

/** A key pair of the tool; PEM (SPKI, PKCS#8). */
export interface KeyPair {
  readonly kid: string;
  readonly publicKey: string;
  readonly privateKey: string;
}

/** The tool's own signing keys, one pair per platform. */
export interface PlatformKeys {
  /** The signing pair of a platform, made when there is none; two processes at once agree on one. */
  ensure(platform: { readonly issuer: string; readonly clientId: string }): Promise<KeyPair>;
  /**
   * Begins the change to a new pair: it is published from now on, signs some minutes later, when no platform can have an older
   * key set in its cache, and the old one stays published for a day after that. False while a change is under way.
   */
  rotate(platform: { readonly issuer: string; readonly clientId: string }): Promise<boolean>;
  /** For a platform that was removed. */
  forget(platform: { readonly issuer: string; readonly clientId: string }): Promise<void>;
  /** Every public key that a platform may still have to check a signature with. */
  published(): Promise<readonly Pick<KeyPair, 'kid' | 'publicKey'>[]>;
}

/** Why a request to a platform brought no answer. 'blocked': the address may not be reached from here. */
export type OutboundFault = 'blocked' | 'timeout' | 'redirect' | 'too-large' | 'failed';

export class OutboundFailure extends Error {
  override readonly name = 'OutboundFailure';
  readonly fault: OutboundFault;
  constructor(fault: OutboundFault, cause?: unknown) {
    super(`request to the platform: ${fault}`, { cause });
    this.fault = fault;
  }
}

export interface OutboundRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

export interface OutboundAnswer {
  readonly status: number;
  /** Lower-case names; of a repeated header the first, of a repeated `Link` all, joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The only way out to platforms: public addresses or allowed networks, checked on the connected socket; no redirects;
 * bounded in time and size. Throws OutboundFailure; any HTTP status is an answer.
 */
export type Outbound = (url: string, request: OutboundRequest) => Promise<OutboundAnswer>;

/** LTI services of a platform (NRPS, AGS). Throws Refusal 'lms-unreachable' without a token, OutboundFailure without an answer. */
export interface PlatformServices {
  call(
    platform: { readonly issuer: string; readonly clientId: string },
    scopes: readonly string[],
    url: string,
    request: OutboundRequest,
  ): Promise<OutboundAnswer>;
}
