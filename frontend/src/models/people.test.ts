import type { DurableEvent, PersonView, SeatId } from '@liveclass/contract';
import { expect, it } from 'vitest';
import { afterConnection, afterEvent, peopleOf } from './people.ts';

const seat = (id: string) => `seat-${id}` as SeatId;
const view = (id: string, joinedAt: number, role: PersonView['role'] = 'student'): PersonView => ({
  seatId: seat(id),
  name: id,
  role,
  joinedAt,
  connected: true,
});
const joined = (person: PersonView): DurableEvent => ({ seq: 1, at: 0, type: 'seat.joined', person });

it('[RM1] teachers stand first, then everybody as they came', () => {
  const people = peopleOf([view('late', 30), view('first', 10), view('tara', 20, 'teacher')], seat('late'));
  expect(people.map(({ name, isMe }) => [name, isMe])).toEqual([
    ['tara', false],
    ['first', false],
    ['late', true],
  ]);
});

it('[RM11] the same joining told twice is one person', () => {
  const once = afterEvent([], joined(view('ada', 1)), seat('me00'));
  expect(afterEvent(once, joined(view('ada', 1)), seat('me00'))).toHaveLength(1);
});

it('[RM11] who left is gone, and an unknown leaving changes nothing', () => {
  const people = peopleOf([view('ada', 1), view('sam', 2)], seat('ada'));
  const left = (id: string): DurableEvent => ({ seq: 2, at: 0, type: 'seat.left', seatId: seat(id) });
  expect(afterEvent(people, left('sam'), seat('ada')).map(({ name }) => name)).toEqual(['ada']);
  expect(afterEvent(people, left('nobody'), seat('ada'))).toBe(people);
});

it('[RM11] a lost link marks the person and takes nobody away', () => {
  const people = afterConnection(peopleOf([view('ada', 1)], seat('ada')), seat('ada'), false);
  expect(people[0]).toMatchObject({ name: 'ada', connected: false });
});
