import type { DurableEvent, Instant, PersonId, SendId, Seq } from '@liveclass/contract';

type Unnumbered<E> = E extends DurableEvent ? Omit<E, 'seq' | 'at'> : never;

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
