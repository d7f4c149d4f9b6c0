import type { DurableEvent, PersonView, SeatId } from '@liveclass/contract';

export interface Person extends PersonView {
  readonly isMe: boolean;
}

/** Teachers first, then as they came: an order in which nobody who speaks ever jumps. */
const byPlace = (a: Person, b: Person): number => {
  if (a.role !== b.role) return a.role === 'teacher' ? -1 : 1;
  return a.joinedAt - b.joinedAt || (a.seatId < b.seatId ? -1 : 1);
};

export const peopleOf = (views: readonly PersonView[], me: SeatId): Person[] =>
  views.map((view) => ({ ...view, isMe: view.seatId === me })).sort(byPlace);

/** The list after one durable event; the same list where nothing changed. */
export function afterEvent(people: readonly Person[], event: DurableEvent, me: SeatId): readonly Person[] {
  switch (event.type) {
    case 'seat.joined': {
      const others = people.filter(({ seatId }) => seatId !== event.person.seatId);
      return [...others, { ...event.person, isMe: event.person.seatId === me }].sort(byPlace);
    }
    case 'seat.left':
      return people.some(({ seatId }) => seatId === event.seatId) ? people.filter(({ seatId }) => seatId !== event.seatId) : people;
    default:
      return people;
  }
}

export const afterConnection = (people: readonly Person[], seatId: SeatId, connected: boolean): readonly Person[] =>
  people.map((person) => (person.seatId === seatId ? { ...person, connected } : person));
