import { LIMITS } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTab, World } from './testing/classroom-world.ts';

describe('entering', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open();
  });
  afterAll(() => world.close());

  it('[CL1] the first to enter opens the session, at a gateway, and the second joins it', async () => {
    const classId = await world.class();
    const teacher = await world.link(await world.person(classId, 'teacher', 'Tara'));
    expect((await teacher.get('class.watch')).session).toBeNull();
    const mine = await teacher.get('room.enter', { tab: newTab() });
    expect(mine.people.map((person: { name: string }) => person.name)).toEqual(['Tara']);
    expect(world.gateway.rooms).toContain(mine.session.sessionId);
    expect(mine.media.path).toBe('/gateway/gateway-1/media-link');
    const student = await world.link(await world.person(classId, 'student', 'Sam'));
    const theirs = await student.get('room.enter', { tab: newTab() });
    expect(theirs.session.sessionId).toBe(mine.session.sessionId);
    const joined = await teacher.fact<{ type: string; person: { name: string } }>(
      'event',
      (event) => event.type === 'seat.joined' && event.person.name === 'Sam',
    );
    expect(joined.person).toMatchObject({ name: 'Sam', role: 'student', connected: true });
    await teacher.fact<{ session: { people: number } }>('class.changed', (view) => view.session.people === 2);
    expect((await student.get('media.pass')).expiresAt).toBeGreaterThan(Date.now() + LIMITS.mediaTokenMs - 5_000);
    expect(world.problems).toEqual([]);
  });
});
