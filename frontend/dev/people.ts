import type { Person } from '../src/models/people.ts';

const NAMES = [
  'Tara Teacher',
  'Sam Student',
  'Ada Okafor',
  'ليلى حداد',
  'Jürgen Weiß',
  '梅 陈',
  'Ravi Kumar',
  'Maximiliane Alexandra von Hohenstein',
];

export const madeUpPeople = (count: number, me: number): Person[] =>
  Array.from({ length: count }, (_, index) => ({
    seatId: `seat-${String(index).padStart(4, '0')}` as Person['seatId'],
    name: NAMES[index % NAMES.length] ?? 'Sam',
    role: index === 0 ? ('teacher' as const) : ('student' as const),
    joinedAt: index,
    connected: index !== 4,
    ...(index === 6 && { isGuest: true as const }),
    isMe: index === me,
  }));
