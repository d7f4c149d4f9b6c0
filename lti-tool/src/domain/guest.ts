import type { ClassId, GuestLinkId, GuestLinkView, Instant, PersonId } from '@liveclass/contract';
import { LIMITS, Refusal } from '@liveclass/contract';
import type { LmsIdentity } from './ban.ts';
import { shownText } from './person-name.ts';
import { folded } from './roster.ts';

/** A link for guests, without what it is opened by. */
export interface GuestLink extends GuestLinkView {
  readonly classId: ClassId;
}

/** Somebody who came by a link, as one browser of theirs is known in one class. */
export interface Guest {
  readonly id: PersonId;
  readonly classId: ClassId;
  readonly linkId: GuestLinkId;
  readonly name: string;
  /** False once the class that they came to is over: they come by the link again. */
  readonly isExpected: boolean;
}

/** What a ban of a guest holds on to: the browser that they came with, under the name it has in this class. No LMS has such an issuer. */
export const identityOfGuest = ({ id }: Pick<Guest, 'id'>): LmsIdentity => ({ issuer: 'guest', sub: id });

export const isLinkOpen = ({ isRevoked, expiresAt }: Pick<GuestLink, 'isRevoked' | 'expiresAt'>, now: Instant): boolean =>
  !isRevoked && expiresAt > now;

/** Refused 'bad-request': an end that is past or too far. */
export function mindEnd(expiresAt: Instant, now: Instant): void {
  if (expiresAt <= now || expiresAt > now + LIMITS.guestLinkMs) throw new Refusal('bad-request', 'the end of a link for guests');
}

/** Letters of these look like Latin ones: a word of both is made to be read as something that it is not. */
const LOOKALIKE = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u;
const isMixed = (word: string): boolean => /\p{Script=Latin}/u.test(word) && LOOKALIKE.test(word);

/** Letters and digits alone: points, spaces and signs around a name make no other name of it. */
const bare = (name: string): string => folded(name).replace(/[^\p{L}\p{N}]/gu, '');

/** The name a guest goes by. Refused 'bad-name': none at all, letters of two alphabets in one word, or the name of a teacher within it. */
export function nameOfGuest(typed: string, teachers: readonly string[]): string {
  const name = shownText(typed, LIMITS.personNameChars);
  const own = bare(name);
  if (own === '' || name.split(' ').some(isMixed)) throw new Refusal('bad-name');
  const others = teachers.map(bare).filter((other) => other !== '');
  if (others.some((other) => own.includes(other))) throw new Refusal('bad-name', 'the name of a teacher');
  return name;
}
