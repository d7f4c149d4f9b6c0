import type { DurableEvent, Instant, PersonId, Role, SendId, Seq } from '@liveclass/contract';

type Unnumbered<E> = E extends Exclude<DurableEvent, { type: 'hidden' }> ? Omit<E, 'seq' | 'at'> : never;

/** A durable event before the store has given it its number. */
export type NewEvent = Unnumbered<DurableEvent>;

export function numbered(event: NewEvent, seq: Seq, at: Instant): DurableEvent {
  return { ...event, seq, at };
}

/** Who sent what led to an event: the same sendId again gets the first answer again. */
export interface Sender {
  readonly personId: PersonId;
  readonly sendId: SendId;
  /** The wish's name: the same sendId for another wish is refused. */
  readonly wish: string;
}

/** For whom an event is, where it is not for everybody: these people, and (with `teachers`) who teaches at the time of reading. */
export interface Audience {
  readonly persons?: readonly PersonId[];
  readonly teachers?: boolean;
}

export interface Reader {
  readonly personId: PersonId;
  readonly role: Role;
}

/** What a person who is not in the audience gets in the event's place. */
export const hidden = ({ seq, at }: Pick<DurableEvent, 'seq' | 'at'>): DurableEvent => ({ seq, at, type: 'hidden' });

export function isFor(audience: Audience | undefined, { personId, role }: Reader): boolean {
  if (!audience) return true;
  return Boolean(audience.persons?.includes(personId)) || (audience.teachers === true && role === 'teacher');
}
