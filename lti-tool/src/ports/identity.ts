import type { ClassId, PersonId, PlatformRegistration, Role } from '@liveclass/contract';
import type { ClassLink, ClassRecord, Membership, Person, WebSession } from '../domain/identity.ts';

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
  upsert(link: ClassLink, about: Omit<ClassRecord, 'id' | keyof ClassLink>): Promise<ClassRecord>;
  find(id: ClassId): Promise<ClassRecord | null>;
}

export interface Memberships {
  put(membership: Membership): Promise<void>;
  /** The role now, or null when the person is not of the class (never launched, or left). */
  role(classId: ClassId, personId: PersonId): Promise<Role | null>;
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
  find(issuer: string, clientId: string): Promise<PlatformRegistration | null>;
  list(): Promise<readonly PlatformRegistration[]>;
}

/** Signs what the tool says to a platform (deep-linking responses, course materials), with the tool's RS256 key for that platform. */
export interface PlatformSigner {
  sign(platform: { issuer: string; clientId: string }, claims: Record<string, unknown>): Promise<string>;
}
