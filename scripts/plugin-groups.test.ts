import { beforeAll, describe, expect, it } from 'vitest';
import { ensurePhp } from './lib/binaries.mjs';
import { pluginCalls } from './testing/plugin-calls.ts';

let php: string;
beforeAll(async () => {
  php = await ensurePhp();
});

const NOW = 1_800_000_000;
const ENDPOINT = 'https://moodle.example/local/liveclass/publish.php';
const message = (group: unknown) => ({
  iss: 'client-1',
  aud: ENDPOINT,
  iat: NOW,
  exp: NOW + 60,
  jti: 'jti-0123456789abcdef',
  deployment_id: '7',
  context_id: '2',
  resource_link_id: '5',
  user_id: '3',
  action: 'publish',
  recording: {
    id: 'rec_A-1',
    title: 'Cells',
    startedAt: 1_800_000_000_000,
    durationMs: 61_000,
    visible: true,
    ...(group === undefined ? {} : { group }),
  },
});
const read = (...groups: unknown[]) =>
  pluginCalls(php, 'material_message', 'from_claims', ...groups.map((group) => [message(group), 'client-1', ENDPOINT, 7, NOW]));
const within = (...list: unknown[][]) =>
  pluginCalls(php, 'room_availability', 'within', ...list).map(({ value }) => JSON.parse(String(value)));

describe('the recording of a group', () => {
  it('[GR40] says its group, or that it is for the people of no group; what is no group is refused', () => {
    const found = read(undefined, { id: '12' }, {}).map(({ value }) => (value as { groupid: number | null }).groupid);
    expect(found).toEqual([null, 12, 0]);
    const refused = read({ id: 12 }, { id: '0' }, { id: '1 OR 1' }, { id: '1\n' }, 'a', null, { other: '1' });
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 400));
  });

  it('[GR40] is hidden entirely from everybody else', () => {
    const [alone, none, noneOfGrouping] = within([null, 4, 0], [null, 0, 0], ['', 0, 9]);
    expect(alone).toEqual({ op: '&', c: [{ type: 'group', id: 4 }], showc: [false] });
    expect(none).toEqual({ op: '&', c: [{ op: '!|', c: [{ type: 'group' }] }], showc: [false] });
    expect(noneOfGrouping).toEqual({ op: '&', c: [{ op: '!|', c: [{ type: 'grouping', id: 9 }] }], showc: [false] });
  });

  it('[GR40] keeps what its class asks for besides', () => {
    const date = { type: 'date', d: '>=', t: 1 };
    const profile = { type: 'profile', sf: 'city', op: 'isequalto', v: 'Madrid' };
    const both = JSON.stringify({ op: '&', c: [date, profile], showc: [true, false] });
    const either = JSON.stringify({ op: '|', c: [date, profile], show: true });
    const nothing = JSON.stringify({ op: '&', c: [], showc: [] });
    const group = { type: 'group', id: 4 };
    expect(within([both, 4, 0], [either, 4, 0], [nothing, 4, 0], ['nonsense', 4, 0])).toEqual([
      { op: '&', c: [date, profile, group], showc: [true, false, false] },
      { op: '&', c: [{ op: '|', c: [date, profile] }, group], showc: [true, false] },
      { op: '&', c: [group], showc: [false] },
      { op: '&', c: [group], showc: [false] },
    ]);
  });
});
