import type {
  AttendanceRule,
  ClassGroups,
  ClassId,
  ClassSettings,
  Instant,
  PlatformRegistration,
  PlatformState,
  PluginAbout,
} from '@liveclass/contract';
import type { ClassLink } from '../domain/identity.ts';
import type { KnownPlatform } from '../domain/platform.ts';
import type { Platforms } from './identity.ts';

/** Every registration whatever its state, and the ways in which it comes, changes and goes. */
export interface PlatformRegistry extends Platforms {
  /** Of PLATFORMS_FILE: creates or renews by (issuer, client id); state and bound deployment stay. */
  put(registration: PlatformRegistration): Promise<void>;
  known(issuer: string, clientId: string): Promise<KnownPlatform | null>;
  get(id: string): Promise<KnownPlatform | null>;
  /** The newest first. */
  all(): Promise<readonly KnownPlatform[]>;
  /** Null when (issuer, client id) is known already: what is registered stays exactly as it is. */
  add(registration: PlatformRegistration, state: PlatformState): Promise<KnownPlatform | null>;
  /**
   * Spends the code and stores the platform as active, all or nothing; false when the code does not stand (any more). Of
   * fifty uses at once one wins.
   */
  pair(order: {
    readonly code: string;
    readonly registration: PlatformRegistration;
    readonly plugin: PluginAbout;
    readonly now: number;
  }): Promise<boolean>;
  /** Null when there is none of this id, or none in one of the states `from`. */
  change(
    id: string,
    from: readonly PlatformState[] | undefined,
    to: { readonly state?: PlatformState; readonly name?: string; readonly plugin?: PluginAbout },
  ): Promise<KnownPlatform | null>;
  /** Removes one that launches nothing (pending or paused), and answers it; null otherwise. */
  remove(id: string): Promise<KnownPlatform | null>;
}

export type InvitationKind = 'pairing' | 'registration' | 'admin';

/** One-time codes by their hash, each for one purpose. */
export interface Invitations {
  create(code: string, kind: InvitationKind, until: number): Promise<void>;
  /** Whether it could be taken now; it stays. */
  stands(code: string, kind: InvitationKind, now: number): Promise<boolean>;
  /** Takes it and answers its end; null when there is none. Of two takers at once one wins. */
  take(code: string, kind: InvitationKind, now: number): Promise<number | null>;
  /** Takes all of a kind back. */
  clear(kind: InvitationKind): Promise<void>;
}

export interface AdminSession {
  readonly adminId: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** Who looks after the tool, and their sessions by the hash of their cookie. */
export interface Admins {
  isThereAny(): Promise<boolean>;
  add(id: string, since: number): Promise<void>;
  open(token: string, session: AdminSession): Promise<void>;
  /** The live session of a cookie, its idle time renewed; null when unknown or over. */
  touch(token: string, now: number): Promise<AdminSession | null>;
  end(token: string): Promise<void>;
}

/** What an LMS says of itself to tools that register. */
export interface LmsConfiguration {
  readonly issuer: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
  readonly registrationUrl: string;
  readonly scopes: readonly string[];
  readonly claims: readonly string[];
  /** Types of LTI messages; empty where it does not say. */
  readonly messages: readonly string[];
}

/** The LMS's side of dynamic registration. Refused 'lms-unreachable' without an answer, 'registration-refused' with one that does not do. */
export interface LmsRegistrations {
  configuration(url: string): Promise<LmsConfiguration>;
  register(
    configuration: LmsConfiguration,
    token: string | undefined,
  ): Promise<{ readonly clientId: string; readonly deploymentId?: string }>;
}

/** Looks whether a key set can be read and holds a key that launches can be checked with. Refused 'lms-unreachable'. */
export type ProbeKeySet = (jwksUrl: string) => Promise<void>;

/** Compact JWS of plugins. */
export interface PluginTokens {
  /** The payload, of which nothing is proved yet; refused 'bad-request' when there is none. */
  claimsOf(token: string): unknown;
  /** Proves that a key of the registration's key set signed it. Refused 'launch-refused', 'lms-unreachable'. */
  prove(token: string, registration: PlatformRegistration): Promise<void>;
}

/** Forgets people of a platform by their LMS ids; docs/data-model.md says what is left. */
export interface PeopleEraser {
  erase(issuer: string, subs: readonly string[]): Promise<void>;
}

/** Where a module stood: the course as the platform calls it. */
export interface CoursePlace {
  readonly issuer: string;
  readonly clientId: string;
  readonly deploymentId: string;
  readonly contextId: string;
}

/** What the classroom does about a recording whose module, this one where it is named, left its course, or came back. Refused 'not-found'. */
export type MoveModule = (place: CoursePlace, recordingId: string, moduleId?: string) => Promise<void>;

/** An activity of the LMS, and what it and its course are called there. */
export interface LmsActivity {
  readonly link: ClassLink;
  readonly title: string;
  readonly courseTitle: string;
}

/** What the classroom does when an LMS says which rooms an activity has. Refused 'launch-refused' when it comes from the future. */
export type ArrangeRooms = (activity: LmsActivity, said: ClassGroups) => Promise<void>;

/** How a class is run, as its activity's form in the LMS says. */
export interface LmsSettings {
  readonly version: number;
  readonly settings: ClassSettings;
  readonly attendance: AttendanceRule;
}

/** Keeps what the LMS says of a class beside what its teachers say in the lobby: the last word counts, whoever has it. */
export interface LmsSettingsStore {
  /** False when this version or a newer one was taken before: then nothing changes. */
  take(classId: ClassId, said: LmsSettings, at: Instant): Promise<boolean>;
}

/** Tells everybody who watches the class that it changed. */
export type AnnounceClass = (classId: ClassId) => void;
