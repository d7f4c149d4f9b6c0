import {
  type ClassId,
  type Instant,
  isGuest,
  type PersonId,
  type PersonView,
  type Rights,
  type Role,
  type SeatId,
  type SessionId,
  type TabId,
} from '@liveclass/contract';

/** A person's place in one session; unique by (session, person), so a second tab takes over instead of doubling. */
export interface SeatRecord {
  readonly id: SeatId;
  readonly sessionId: SessionId;
  readonly classId: ClassId;
  readonly personId: PersonId;
  readonly name: string;
  readonly role: Role;
  readonly rights: Rights;
  readonly joinedAt: Instant;
  readonly state: 'present' | 'gone';
  /** The tab that holds the seat; a resume comes from the same tab. */
  readonly tab: TabId;
  /** Rises whenever another tab takes the seat: what carries a lower turn is superseded. */
  readonly turn: number;
  /** The tool link that speaks for the seat; null while it is lost. */
  readonly link: string | null;
}

/** What happened when a seat was taken. */
export type Taking = 'joined' | 'came-back' | 'resumed' | 'taken-over';

/** How a seat is taken by a tab, given what stands in the database. */
export function takingOf(seat: Pick<SeatRecord, 'state' | 'tab'> | null, tab: TabId): Taking {
  if (!seat) return 'joined';
  if (seat.state === 'gone') return 'came-back';
  return seat.tab === tab ? 'resumed' : 'taken-over';
}

/** Whether everybody is told of it as a new person in the room. */
export const isArrival = (taking: Taking): boolean => taking === 'joined' || taking === 'came-back';

export function personView(seat: SeatRecord): PersonView {
  return {
    seatId: seat.id,
    name: seat.name,
    role: seat.role,
    joinedAt: seat.joinedAt,
    connected: seat.link !== null,
    ...guestMark(seat.personId),
  };
}

/** Wherever somebody is shown: nobody takes a guest for a person of the course. */
export const guestMark = (personId: PersonId): { readonly isGuest?: true } => (isGuest(personId) ? { isGuest: true } : {});
