import type { Source } from '@liveclass/contract';
import type { Outgoing } from '../links/media-link-sending.ts';
import type { MyMediaState } from './my-media.ts';

/** What should be sent, from what the devices give, the person chose and the room allows. */
export function outgoingOf({ microphone, camera, screen, choices, allowed }: MyMediaState): ReadonlyMap<Source, Outgoing> {
  const all = new Map<Source, Outgoing>();
  if (microphone.phase === 'on') all.set('microphone', { track: microphone.track, isPaused: !choices.isMicrophoneOn });
  if (camera.phase === 'on' && choices.isCameraOn) all.set('camera', { track: camera.track, isPaused: false });
  if (screen) all.set('screen', { track: screen.picture, isPaused: false });
  if (screen?.sound) all.set('screen-audio', { track: screen.sound, isPaused: false });
  return new Map([...all].filter(([source]) => allowed.has(source)));
}

const SOURCES: readonly Source[] = ['microphone', 'camera', 'screen', 'screen-audio'];

/** The sources whose wish differs, with the new wish. */
export function changesBetween(
  before: ReadonlyMap<Source, Outgoing>,
  after: ReadonlyMap<Source, Outgoing>,
): [Source, Outgoing | undefined][] {
  return SOURCES.filter((source) => {
    const [old, now] = [before.get(source), after.get(source)];
    return old?.track !== now?.track || old?.isPaused !== now?.isPaused;
  }).map((source) => [source, after.get(source)]);
}
