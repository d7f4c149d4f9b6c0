import { Source } from '@liveclass/contract';
import {
  type CapturedScreen,
  CaptureFailed,
  type CaptureProblem,
  captureCamera,
  captureMicrophone,
  captureScreen,
  type DeviceLists,
  listDevices,
  onDevicesChanged,
} from '../links/capture.ts';
import { type Choices, FIRST_CHOICES, rememberChoices, rememberedChoices } from '../links/choices.ts';
import { meter } from '../links/meter.ts';
import { Watched } from '../watched.ts';
import { HEARD, listen, type Silence } from './silence.ts';

export type Captured =
  | { readonly phase: 'off' }
  | { readonly phase: 'asking' }
  | { readonly phase: 'on'; readonly track: MediaStreamTrack }
  | { readonly phase: 'problem'; readonly problem: CaptureProblem };

export interface MyMediaState {
  /** Captured also while muted; whether it is heard is `choices.isMicrophoneOn`. */
  readonly microphone: Captured;
  /** Captured only while it is on, so that its light tells the truth. */
  readonly camera: Captured;
  readonly screen: CapturedScreen | undefined;
  readonly devices: DeviceLists;
  readonly choices: Choices;
  /** What the room lets this person send; a teacher may lock the rest. */
  readonly allowed: ReadonlySet<Source>;
  /** The microphone gives nothing at all although it is on. */
  readonly isSilent: boolean;
}

type Kind = 'microphone' | 'camera';
export type Chosen = 'microphone' | 'camera' | 'speaker';

const LISTS = { microphone: 'microphones', camera: 'cameras', speaker: 'speakers' } as const;
const CAPTURE = { microphone: captureMicrophone, camera: captureCamera } as const;

const trackOf = (captured: Captured): MediaStreamTrack | undefined => (captured.phase === 'on' ? captured.track : undefined);

/** My devices: what was asked for, what the browser allowed, what they give. */
export class MyMedia {
  readonly state: Watched<MyMediaState>;
  /** Loudness of the microphone, 0 to 1. */
  readonly level = new Watched(0);
  #silence: Silence = HEARD;
  #stopMeter: () => void = () => undefined;
  #stopWatching: () => void = () => undefined;
  /** Rises with each capture of a kind, so that an answer that comes late is let go. */
  readonly #turns = { microphone: 0, camera: 0 };

  constructor(choices: Choices | undefined) {
    this.state = new Watched<MyMediaState>({
      microphone: { phase: 'off' },
      camera: { phase: 'off' },
      screen: undefined,
      devices: { microphones: [], cameras: [], speakers: [] },
      choices: choices ?? rememberedChoices() ?? FIRST_CHOICES,
      allowed: new Set(Source.options),
      isSilent: false,
    });
    // What came from the lobby holds for a reload of the room too.
    if (choices) rememberChoices(choices);
  }

  /** Ask for the microphone, and for the camera where it is wanted. */
  async open(): Promise<void> {
    this.#stopWatching();
    this.#stopWatching = onDevicesChanged(() => void this.#devicesChanged());
    const { isCameraOn } = this.state.get().choices;
    // One after the other: two permission prompts at once confuse, and some browsers drop the second.
    await this.#capture('microphone');
    if (isCameraOn) await this.#capture('camera');
  }

  close(): void {
    this.#stopWatching();
    this.#drop('microphone');
    this.#drop('camera');
    this.stopScreen();
  }

  /** What is allowed no more is switched off here too, so that no light and no button says otherwise. */
  allow(sources: readonly Source[]): void {
    const { allowed, choices } = this.state.get();
    if (sources.length === allowed.size && sources.every((source) => allowed.has(source))) return;
    this.state.change({ allowed: new Set(sources) });
    if (!sources.includes('microphone') && choices.isMicrophoneOn) this.setMicrophone(false);
    if (!sources.includes('camera') && choices.isCameraOn) this.setCamera(false);
    if (!sources.includes('screen')) this.stopScreen();
  }

  setMicrophone(isOn: boolean): void {
    if (isOn && !this.state.get().allowed.has('microphone')) return;
    this.#choose({ isMicrophoneOn: isOn });
    const { microphone } = this.state.get();
    if (isOn && microphone.phase !== 'on' && microphone.phase !== 'asking') void this.#capture('microphone');
  }

  setCamera(isOn: boolean): void {
    if (isOn && !this.state.get().allowed.has('camera')) return;
    this.#choose({ isCameraOn: isOn });
    const { camera } = this.state.get();
    if (!isOn) this.#drop('camera');
    else if (camera.phase !== 'on' && camera.phase !== 'asking') void this.#capture('camera');
  }

  /** By the name of the device: an id lasts only for one place in the browser. */
  choose(kind: Chosen, label: string): void {
    this.#choose({ [kind]: label });
    if (kind === 'speaker') return;
    if (kind === 'microphone' || this.state.get().choices.isCameraOn) void this.#capture(kind);
  }

  deviceId(kind: Chosen): string | undefined {
    const { devices, choices } = this.state.get();
    return devices[LISTS[kind]].find(({ label }) => label === choices[kind])?.id;
  }

  /** Resolves to false when nothing is shared in the end. */
  async shareScreen(): Promise<boolean> {
    const screen = await captureScreen();
    if (!screen) return false;
    this.stopScreen();
    screen.picture.addEventListener('ended', () => {
      if (this.state.get().screen === screen) this.stopScreen();
    });
    this.state.change({ screen });
    return true;
  }

  stopScreen(): void {
    const { screen } = this.state.get();
    screen?.picture.stop();
    screen?.sound?.stop();
    if (screen) this.state.change({ screen: undefined });
  }

  #choose(part: Partial<Choices>): void {
    const choices = { ...this.state.get().choices, ...part };
    rememberChoices(choices);
    this.state.change({ choices });
  }

  async #capture(kind: Kind, isSecond = false): Promise<void> {
    const turn = ++this.#turns[kind];
    const before = trackOf(this.state.get()[kind]);
    if (!before) this.#set(kind, { phase: 'asking' });
    try {
      const track = await CAPTURE[kind](this.deviceId(kind));
      if (turn !== this.#turns[kind]) return track.stop();
      before?.stop();
      this.#took(kind, track);
      await this.#listAgain(kind, track, isSecond);
    } catch (error) {
      if (turn !== this.#turns[kind]) return;
      this.#drop(kind);
      this.#set(kind, { phase: 'problem', problem: error instanceof CaptureFailed ? error.problem : 'failed' });
    }
  }

  #took(kind: Kind, track: MediaStreamTrack): void {
    track.addEventListener('ended', () => {
      // Unplugged, or taken away by the person in the browser's own menu.
      if (trackOf(this.state.get()[kind]) === track) this.#set(kind, { phase: 'problem', problem: 'missing' });
    });
    this.#set(kind, { phase: 'on', track });
    if (kind === 'microphone') this.#measure(track);
  }

  /** Names are known only once a permission is given: then the remembered device may turn out to be another one. */
  async #listAgain(kind: Kind, track: MediaStreamTrack, isSecond: boolean): Promise<void> {
    const devices = await listDevices();
    this.state.change({ devices });
    const wanted = this.deviceId(kind);
    const given = track.getSettings().deviceId;
    if (!isSecond && wanted && given && wanted !== given && trackOf(this.state.get()[kind]) === track) await this.#capture(kind, true);
  }

  async #devicesChanged(): Promise<void> {
    this.state.change({ devices: await listDevices() });
    const { microphone, camera, choices } = this.state.get();
    const isGone = (captured: Captured) => captured.phase === 'problem' && captured.problem === 'missing';
    if (isGone(microphone)) await this.#capture('microphone');
    if (isGone(camera) && choices.isCameraOn) await this.#capture('camera');
  }

  #measure(track: MediaStreamTrack): void {
    this.#stopMeter();
    this.#silence = HEARD;
    const stop = meter(track, (level) => {
      this.level.set(level);
      // A muted track gives silence by its nature.
      this.#silence = track.enabled ? listen(this.#silence, level, performance.now()) : HEARD;
      if (this.#silence.isSilent !== this.state.get().isSilent) this.state.change({ isSilent: this.#silence.isSilent });
    });
    this.#stopMeter = () => {
      stop();
      this.level.set(0);
    };
  }

  #drop(kind: Kind): void {
    this.#turns[kind] += 1;
    trackOf(this.state.get()[kind])?.stop();
    if (kind === 'microphone') this.#stopMeter();
    this.#set(kind, { phase: 'off' });
  }

  #set(kind: Kind, captured: Captured): void {
    this.state.change({ [kind]: captured });
  }
}
