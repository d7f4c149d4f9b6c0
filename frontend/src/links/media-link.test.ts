import { MEDIA_LINK_PATH, type ProducerView, type SeatId, type Source } from '@liveclass/contract';
import { FakeMediaStreamTrack } from 'fake-mediastreamtrack';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MediaLink } from './media-link.ts';
import { deviceWithoutMedia, ScriptedGateway } from './testing/scripted-gateway.ts';
import { until } from './testing/until.ts';

const ME = 'seat-me00' as SeatId;
const ADA = 'seat-ada0' as SeatId;
const track = (kind: 'audio' | 'video') => new FakeMediaStreamTrack({ kind }) as unknown as MediaStreamTrack;
const view = (source: Source, part: Partial<ProducerView> = {}): ProducerView => ({
  producerId: `producer-ada-${source}`,
  seatId: ADA,
  source,
  kind: source === 'camera' || source === 'screen' ? 'video' : 'audio',
  paused: false,
  ...part,
});

let gateway: ScriptedGateway;
let link: MediaLink;
let passes: number;
let stopped: Source[];

beforeEach(async () => {
  passes = 0;
  stopped = [];
  gateway = await ScriptedGateway.open();
  link = new MediaLink({
    origin: gateway.server.origin,
    seat: ME,
    pass: async () => {
      passes += 1;
      return { path: MEDIA_LINK_PATH, token: `pass-${passes}`, expiresAt: 0 };
    },
    stoppedByTeacher: (source) => stopped.push(source),
    makeDevice: deviceWithoutMedia,
    random: () => 0,
  });
});

afterEach(async () => {
  link.close();
  await gateway.server.close();
});

const state = () => link.state.get();
const sending = (source: Source) => state().sending.get(source)?.phase;
const wishes = (name: string) => gateway.server.heard.filter((one) => one.name === name).map(({ body }) => body);
const joined = async (): Promise<void> => {
  link.open();
  await until('the room', () => state().generation === gateway.generation);
};

describe('the media link', () => {
  it('[UI8] sends what is wanted, and a muted microphone muted from its first packet', async () => {
    const microphone = track('audio');
    link.send('microphone', { track: microphone, isPaused: true });
    expect(microphone.enabled).toBe(false);
    await joined();
    await until('the microphone', () => sending('microphone') === 'paused');
    expect(wishes('produce')).toMatchObject([{ source: 'microphone', paused: true }]);
    expect(microphone.enabled).toBe(false);
  });

  it('[UI8] mutes before any message goes out, even while the link is away', async () => {
    const microphone = track('audio');
    link.send('microphone', { track: microphone, isPaused: false });
    await joined();
    await until('the microphone', () => sending('microphone') === 'sending');
    gateway.server.refuseWith = 'unavailable';
    gateway.server.cut();
    await until('the loss', () => state().wire.phase !== 'open');
    link.send('microphone', { track: microphone, isPaused: true });
    expect(microphone.enabled).toBe(false);
    gateway.server.refuseWith = undefined;
    link.hurry();
    await until('the return', () => state().wire.phase === 'open');
    await until('the gateway to be told', () => wishes('producer.pause').length > 0 || sending('microphone') === 'paused');
  });

  it('[UI9] consumes sound always, and pictures only while they are on screen, in the size of the tile', async () => {
    gateway.producers = [view('microphone'), view('camera')];
    await joined();
    await until('the sound', () => wishes('consumer.resume').length === 1);
    expect(wishes('consume')).toEqual([{ producerId: 'producer-ada-microphone' }]);
    link.show(ADA, 'camera', 1);
    await until('the picture', () => wishes('consumer.resume').length === 2);
    expect(wishes('consumer.prefer')).toMatchObject([{ spatialLayer: 1 }]);
    link.show(ADA, 'camera', undefined);
    await until('the pause', () => wishes('consumer.pause').length === 1);
    link.show(ADA, 'camera', 2);
    await until('the resume', () => wishes('consumer.resume').length === 3);
    expect(wishes('consume')).toHaveLength(2);
  });

  it('[UI9] asks again for what was locked and refused, once it is told anew', async () => {
    const camera = view('camera');
    gateway.producers = [camera];
    link.show(ADA, 'camera', 1);
    await joined();
    await until('the picture', () => state().incoming[0]?.track);
    const gone = { producerId: camera.producerId, seatId: ADA, source: 'camera' };
    // The gateway closes first and tells then: in between it is asked for, and says no.
    gateway.producers = [];
    gateway.server.tell('consumer.closed', { consumerId: 'consumer-1' });
    await until('the refusal', () => wishes('consume').length === 2);
    gateway.server.tell('producer.closed', gone);
    await until('the end', () => state().incoming.length === 0);
    gateway.producers = [camera];
    gateway.server.tell('producer.opened', camera);
    await until('the picture again', () => state().incoming[0]?.track);
  });

  it('[UI9] resumes a consumer only after it stands on this side', async () => {
    gateway.producers = [view('microphone')];
    await joined();
    await until('the sound', () => state().incoming[0]?.track);
    const order = gateway.server.names().filter((name) => name.startsWith('cons'));
    expect(order).toEqual(['consume', 'consumer.resume']);
  });

  it('[UI10] comes back with a fresh pass to the same room, and makes nothing twice', async () => {
    link.send('microphone', { track: track('audio'), isPaused: false });
    gateway.producers = [view('microphone')];
    await joined();
    await until('both ways', () => sending('microphone') === 'sending' && state().incoming[0]?.track);
    gateway.server.cut();
    await until('the return', () => wishes('media.join').length === 2);
    await until('the room', () => state().wire.phase === 'open');
    expect(passes).toBe(2);
    expect(wishes('media.join')[1]).toEqual({ generation: 1 });
    expect([wishes('produce').length, wishes('consume').length]).toEqual([1, 1]);
  });

  it('[UI10] after a loss closes what others stopped meanwhile, and shows what they began', async () => {
    gateway.producers = [view('microphone')];
    await joined();
    await until('the sound', () => state().incoming[0]?.track);
    gateway.producers = [view('microphone', { producerId: 'producer-ada-2' })];
    gateway.server.cut();
    await until('the new sound', () => state().incoming.some((one) => one.producerId === 'producer-ada-2' && one.track));
    expect(state().incoming).toHaveLength(1);
  });

  it('[UI11] builds a moved room again without a reload: own media first, then that of the others', async () => {
    link.send('microphone', { track: track('audio'), isPaused: false });
    link.send('camera', { track: track('video'), isPaused: false });
    gateway.producers = [view('microphone')];
    await joined();
    await until('both ways', () => sending('camera') === 'sending' && wishes('consumer.resume').length === 1);
    const before = gateway.server.heard.length;
    gateway.producers = [view('microphone', { producerId: 'producer-ada-moved' })];
    gateway.move();
    await until('the sound of the new room', () => wishes('consumer.resume').length === 2);
    const after = gateway.server
      .names()
      .slice(before)
      .filter((name) => name === 'produce' || name === 'consume');
    expect(after).toEqual(['produce', 'produce', 'consume']);
    await until('the new generation', () => state().generation === 2);
  });

  it('[UI11] what others begin, stop or mute while the room is being built is not lost', async () => {
    link.send('microphone', { track: track('audio'), isPaused: false });
    gateway.producers = [view('microphone'), view('screen-audio')];
    await joined();
    await until('both ways', () => sending('microphone') === 'sending' && wishes('consumer.resume').length === 2);
    gateway.producers = [view('screen-audio', { producerId: 'producer-ada-old' })];
    gateway.move();
    // At the same moment as the room: everybody is rebuilding, and nobody waits for this tab.
    gateway.producers = [view('microphone', { producerId: 'producer-ada-new' })];
    gateway.server.tell('producer.opened', view('microphone', { producerId: 'producer-ada-new' }));
    gateway.server.tell('producer.closed', { producerId: 'producer-ada-old', seatId: ADA, source: 'screen-audio' });
    await until('the sound of the new room', () => state().incoming.some((one) => one.producerId === 'producer-ada-new' && one.track));
    expect(state().incoming).toHaveLength(1);
  });

  it('[UI12] a refused source says so, and the others flow on', async () => {
    gateway.forbidden.add('screen');
    link.send('screen', { track: track('video'), isPaused: false });
    link.send('microphone', { track: track('audio'), isPaused: false });
    await joined();
    await until('the microphone', () => sending('microphone') === 'sending');
    await until('the refusal', () => sending('screen') === 'refused');
    expect(state().sending.get('screen')).toEqual({ phase: 'refused', reason: 'forbidden' });
  });

  it('[UI13] what a teacher stopped is stopped here too, and told', async () => {
    const microphone = track('audio');
    link.send('microphone', { track: microphone, isPaused: false });
    link.send('camera', { track: track('video'), isPaused: false });
    await joined();
    await until('both', () => sending('microphone') === 'sending' && sending('camera') === 'sending');
    const [mine] = JSON.parse(JSON.stringify(link.dump())).sending.made.filter((one: { source: string }) => one.source === 'microphone');
    gateway.server.tell('producer.changed', { producerId: mine.id, seatId: ME, source: 'microphone', paused: true, by: 'teacher' });
    await until('silence', () => sending('microphone') === 'paused');
    expect([microphone.enabled, stopped]).toEqual([false, ['microphone']]);
  });

  it('[UI13] what a teacher stopped while the link was away is stopped and told when it is back', async () => {
    const microphone = track('audio');
    link.send('microphone', { track: microphone, isPaused: false });
    link.send('camera', { track: track('video'), isPaused: false });
    await joined();
    await until('both', () => sending('microphone') === 'sending' && sending('camera') === 'sending');
    gateway.own = gateway.own
      .filter(({ producerId }) => producerId.includes('microphone'))
      .map(({ producerId }) => ({ producerId, isMutedByTeacher: true }));
    gateway.server.cut();
    await until('silence', () => sending('microphone') === 'paused' && sending('camera') === undefined);
    expect([microphone.enabled, [...stopped].sort()]).toEqual([false, ['camera', 'microphone']]);
    expect([wishes('produce').length, wishes('producer.resume').length]).toEqual([2, 0]);
  });

  it('[UI13] what this person stopped while the link was away is closed at the gateway when it is back', async () => {
    link.send('camera', { track: track('video'), isPaused: false });
    await joined();
    await until('the camera', () => sending('camera') === 'sending');
    const camera = gateway.own[0]?.producerId;
    gateway.server.refuseWith = 'unavailable';
    gateway.server.cut();
    await until('the loss', () => state().wire.phase !== 'open');
    link.send('camera', undefined);
    await until('the end of it here', () => sending('camera') === undefined);
    gateway.server.refuseWith = undefined;
    link.hurry();
    await until('the end of it there', () => wishes('producer.close').length === 1);
    expect(wishes('producer.close')).toEqual([{ producerId: camera }]);
    expect(stopped).toEqual([]);
  });

  it('[UI5] another tab that takes the seat ends this one for good', async () => {
    await joined();
    gateway.server.tell('ejected', { reason: 'superseded' });
    await until('the end', () => state().ejected === 'superseded');
    expect(state().wire.phase).toBe('closed');
  });

  it('[UI10] a node that drains sends the tab on, with a fresh pass', async () => {
    await joined();
    gateway.server.tell('ejected', { reason: 'draining' });
    await until('the next pass', () => passes === 2);
    await until('the room', () => state().generation === 1);
  });
});
