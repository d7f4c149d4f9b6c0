import type { ClassId, GuestLinkBody, GuestLinkId, Instant, PersonId, SessionId } from '@liveclass/contract';
import type { Guest, GuestLink } from '../domain/guest.ts';

/** Links by which guests come; a link is found by the hash of its secret, which nobody can read back. */
export interface GuestLinks {
  /** False where the class has as many as the limit says that still work. Those that work no more make room. */
  add(
    link: GuestLinkBody & { readonly id: GuestLinkId; readonly classId: ClassId; readonly secret: string; readonly createdAt: Instant },
  ): Promise<boolean>;
  /** Newest first. */
  list(classId: ClassId): Promise<readonly GuestLink[]>;
  /** False where the class has no such link. */
  revoke(classId: ClassId, id: string): Promise<boolean>;
  find(secret: string): Promise<GuestLink | null>;
}

/** People who came by links. A browser is one guest in one class, by whichever of its links and however often. */
export interface Guests {
  find(id: PersonId): Promise<Guest | null>;
  /** By the secret in the browser's cookie. */
  byDevice(classId: ClassId, device: string): Promise<Guest | null>;
  /** Comes, or comes again; who is new uses the link up by one. Refused: 'link-full'. */
  come(order: {
    readonly newId: PersonId;
    readonly link: Pick<GuestLink, 'id' | 'classId'>;
    readonly device: string;
    readonly name: string;
  }): Promise<Guest>;
  /** The class is over for those who sat in this session, and for these. */
  endOf(sessionId: SessionId, also: readonly PersonId[]): Promise<void>;
  /** As their LMS names those who teach the class. */
  teacherNames(classId: ClassId): Promise<readonly string[]>;
  /** Guests who were last there before that moment. */
  goneSince(before: Instant, most: number): Promise<readonly PersonId[]>;
}

/** Whether the class's course site lets guests in, by word of the tool's admin. */
export type AllowsGuests = (classId: ClassId) => Promise<boolean>;
