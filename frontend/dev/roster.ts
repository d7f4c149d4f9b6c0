import type { RosterReply } from '@liveclass/contract';
import type { RosterView } from '../src/models/roster.ts';
import { Watched } from '../src/watched.ts';
import { madeUpPeople } from './people.ts';

const ROWS = 50;

function madeUpReply(wish: URLSearchParams, total: number, page: number): RosterReply {
  const now = Date.now();
  const people = madeUpPeople(total, -1)
    .slice(page * ROWS, (page + 1) * ROWS)
    .map(({ seatId, name, role }, index) => ({
      personId: `${seatId}-${page}` as unknown as RosterReply['people'][number]['personId'],
      name: index === 9 ? '' : name,
      role,
      isInRoom: index % 3 === 0,
    }));
  return {
    state: {
      isOffered: !wish.has('nolist'),
      syncedAt: now - 5 * 60_000,
      reading: wish.has('reading') ? { since: now, read: 1_500 } : null,
      change: { came: 3, left: 1, moved: 0 },
      doubt: wish.has('doubt') ? 'shrunk' : null,
      fault: wish.has('fault') ? { reason: 'unreachable', at: now } : null,
    },
    people,
    matching: total,
    teachers: Math.min(total, 1),
    students: Math.max(0, total - 1),
    inRoom: 6,
  };
}

/** A roster of so many made-up people, that turns its pages and finds nobody. */
export function madeUpRoster(wish: URLSearchParams) {
  const total = Number(wish.get('roster') ?? (wish.has('empty') ? 0 : 120));
  const asked = wish.has('asked') ? ('done' as const) : ('no' as const);
  const state = new Watched<RosterView>({
    reply: madeUpReply(wish, total, 0),
    search: '',
    page: 0,
    isLoading: false,
    refusedBy: undefined,
    asked,
  });
  const nothing = (): void => undefined;
  return {
    state,
    now: Date.now,
    open: nothing,
    close: nothing,
    classChanged: nothing,
    sync: nothing,
    search: (search: string) => state.change({ search, reply: madeUpReply(wish, search ? 0 : total, 0) }),
    turnPage: (page: number) => state.change({ page, reply: madeUpReply(wish, total, page) }),
  };
}
