import type { ClassId, PersonId, Place, Role } from '@liveclass/contract';

/** A person of one LMS; (issuer, sub) is unique, and a ban will hold on to it. */
export interface Person {
  readonly id: PersonId;
  readonly issuer: string;
  readonly sub: string;
  /** As the LMS gave it, cleaned of control characters and cut to the limit; 'Guest' in the frontend's language where it is empty. */
  readonly name: string;
  readonly locale?: string;
}

/** Where a class lives in its LMS; (issuer, clientId, deploymentId, contextId, resourceLinkId) is unique. */
export interface ClassLink {
  readonly issuer: string;
  readonly clientId: string;
  readonly deploymentId: string;
  readonly contextId: string;
  readonly resourceLinkId: string;
}

export interface ClassRecord extends ClassLink {
  readonly id: ClassId;
  readonly title: string;
  readonly courseTitle: string;
  /** NRPS and AGS endpoints of the last launch, for the roster and grades. */
  readonly membershipsUrl?: string;
  readonly lineItemUrl?: string;
  readonly lineItemsUrl?: string;
  /** The class whose settings this one began with, when its activity is a copy. */
  readonly copiedFrom?: ClassId;
  /** What the platform lets the tool do with grades; absent where it did not say. */
  readonly gradeScopes?: readonly string[];
}

/** A person's standing in a class, renewed by each launch. */
export interface Membership {
  readonly classId: ClassId;
  readonly personId: PersonId;
  readonly role: Role;
  /** The person's name, for searching among many; the person's own record is the truth. */
  readonly name?: string;
  readonly lastLaunchAt: number;
}

/** A web session of ours: what a bearer token stands for. Times are milliseconds of the server's clock. */
export interface WebSession {
  readonly personId: PersonId;
  readonly classId: ClassId;
  readonly role: Role;
  readonly name: string;
  readonly place: Place;
  readonly locale?: string;
  readonly recordingId?: string;
  readonly returnUrl?: string;
  /** For place 'pick': what the LMS's deep-linking request said; only the deep-linking use case reads it. */
  readonly deepLinking?: {
    readonly returnUrl: string;
    readonly data?: string;
    readonly acceptTypes: readonly string[];
    readonly acceptMultiple: boolean;
    readonly acceptLineItem?: boolean;
  };
  /** True for a tab that was opened by hand-off: its reload cookie is first-party, a frame's is partitioned. */
  readonly ownTab?: boolean;
  readonly createdAt: number;
  readonly expiresAt: number;
}
