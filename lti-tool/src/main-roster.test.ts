import type { ClassId, RosterReply } from '@liveclass/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newTab, until, World } from './testing/classroom-world.ts';
import { Sandbox } from './testing/sandbox.ts';

let world: World;
let lms: Sandbox;
beforeAll(async () => {
  world = await World.open({ limits: { rosterAskEveryMs: 0 } });
  lms = await Sandbox.start(world.url);
  await world.registerAs(lms.registration);
});
afterAll(async () => {
  await world?.close();
  await lms?.stop();
});

const arrive = async (person: string) => {
  const { token, session } = await lms.launch(person);
  return { token, classId: session['classId'] as ClassId, personId: session['personId'] as string };
};
const roster = async (token: string, query = ''): Promise<RosterReply> =>
  (await world.api(`/api/roster${query}`, { token })).json() as Promise<RosterReply>;
const settled = (token: string): Promise<RosterReply> =>
  until('the roster to be read', async () => {
    const reply = await roster(token);
    return reply.state.reading === null && reply.state.syncedAt !== null ? reply : undefined;
  });
const sync = async (token: string): Promise<RosterReply> => {
  const { status } = await world.api('/api/roster/sync', { method: 'POST', token });
  expect(status).toBe(202);
  return settled(token);
};

it('smoke', async () => {
  const tara = await arrive('tara');
  const reply = await sync(tara.token);
  console.log(JSON.stringify(reply, null, 1));
  const sam = await arrive('sam');
  const link = await world.link({ token: sam.token });
  await link.get('room.enter', { tab: newTab() });
  await lms.enrol('sam', 'out');
  console.log((await sync(tara.token)).state);
  await link.fact('person.removed');
  await until('cut', () => link.socket.disconnected);
  console.log((await world.api('/api/session', { token: sam.token })).status, world.gateway.ejected);
});
