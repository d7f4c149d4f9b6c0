import type { ClassId } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, newTab, type TestLink, until, World } from './testing/classroom-world.ts';
import { GroupActivity } from './testing/group-activity.ts';
import { TestPlatform } from './testing/test-platform.ts';
import { TestPlugin } from './testing/test-plugin.ts';

let world: World;
/** How far the clock was put ahead: what is known of platforms grows old. */
let ahead = 0;
beforeAll(async () => {
  world = await World.open({ clock: { now: () => Date.now() + ahead } });
});
afterAll(() => world.close());

const registry = () => world.identity.desk.registry;
const platformOf = async (classId: ClassId) => {
  const { issuer, clientId } = (await world.identity.classes.find(classId)) ?? { issuer: '', clientId: '' };
  return String((await registry().known(issuer, clientId))?.id);
};
const pause = async (classId: ClassId) => {
  await registry().change(await platformOf(classId), ['active'], { state: 'paused' });
  ahead += 5_001;
};
const ended = (link: TestLink) => link.fact<{ type: string; reason: string }>('event', ({ type }) => type === 'session.ended');
const sessionOf = ({ snapshot }: { readonly snapshot: unknown }) => (snapshot as { session: { sessionId: string } }).session.sessionId;

describe('a platform that is paused while classes run', () => {
  it('[AD29] its classes end for everybody, who are told why, and are not opened again before it is resumed; those of others go on', async () => {
    const [here, elsewhere] = [await world.class(), await world.class()];
    const teacher = await world.person(here, 'teacher', 'Tara');
    const tara = await world.enter(teacher);
    const sam = await world.enter(await world.person(here, 'student', 'Sam'));
    const other = await world.enter(await world.person(elsewhere, 'teacher', 'Otto'));
    const { recordingId } = await tara.get('recording.start', { sendId: newId() });
    await pause(here);
    for (const link of [tara, sam]) expect(await ended(link)).toMatchObject({ reason: 'platform-paused' });
    await until('the room to be closed', () => !world.gateway.rooms.has(sessionOf(tara)));
    await until(
      'the recording to be kept',
      async () => (await world.classroom.ports.recordings.findAnywhere(recordingId))?.phase === 'composing',
    );
    expect(await tara.reason('room.enter', { tab: newTab() })).toBe('platform-paused');
    await expect(world.link(teacher)).rejects.toThrow('platform-paused');
    expect(await other.reason('media.pass')).toBe('ok');
    expect(other.events('session.ended')).toEqual([]);

    await registry().change(await platformOf(here), ['paused'], { state: 'active' });
    expect((await world.enter(teacher)).snapshot).toMatchObject({ me: { role: 'teacher' } });
  });

  it('[AD29] the rooms of groups end too, where a plugin is disconnected', async () => {
    const platform = await new TestPlatform().open();
    const plugin = new TestPlugin(world.url, platform);
    await world.identity.desk.registry.add(platform.registration(), 'active');
    const activity = new GroupActivity({ world, platform, plugin });
    await activity.groups({ a: ['ann'] });
    const ann = await activity.person('ann');
    const { rooms } = (await (await world.api('/api/class', { token: ann.token })).json()) as { rooms: { roomId: ClassId }[] };
    const inside = await world.enter(ann, { roomId: rooms[0]?.roomId });
    expect((await plugin.say(plugin.message('unpair'))).status).toBe(200);
    ahead += 5_001;
    expect(await ended(inside)).toMatchObject({ reason: 'platform-paused' });
    await platform.close();
  });

  it('[AD24] whoever was signed in reaches nothing either when the platform is removed afterwards', async () => {
    const classId = await world.class();
    const sam = await world.person(classId, 'student', 'Sam');
    const watcher = await world.link(sam);
    expect(await watcher.reason('class.watch')).toBe('ok');
    const id = await platformOf(classId);
    await pause(classId);
    expect(await registry().remove(id)).toMatchObject({ id });
    expect(await watcher.reason('class.watch')).toBe('platform-paused');
    await expect(world.link(sam)).rejects.toThrow('platform-paused');
  });
});
