/** Why a device gives nothing. */
export type CaptureProblem = 'blocked' | 'missing' | 'busy' | 'unsupported' | 'failed';

export class CaptureFailed extends Error {
  override readonly name = 'CaptureFailed';
  readonly problem: CaptureProblem;
  constructor(problem: CaptureProblem) {
    super(problem);
    this.problem = problem;
  }
}

const PROBLEMS: Readonly<Record<string, CaptureProblem>> = {
  NotAllowedError: 'blocked',
  SecurityError: 'blocked',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

const failed = (error: unknown): CaptureFailed => new CaptureFailed(PROBLEMS[(error as { name?: string }).name ?? ''] ?? 'failed');

const devices = (): MediaDevices => {
  // Absent on plain http and in very old browsers.
  if (!navigator.mediaDevices?.getUserMedia) throw new CaptureFailed('unsupported');
  return navigator.mediaDevices;
};

/** `?audio=raw` or the same word in storage turns the browser's sound processing off, so that sound can be compared with its source. */
function isAudioRaw(): boolean {
  if (new URLSearchParams(location.search).get('audio') === 'raw') return true;
  try {
    return localStorage.getItem('liveclass.audio') === 'raw';
  } catch {
    // A frame whose storage is blocked.
    return false;
  }
}

const preferred = (deviceId: string | undefined): MediaTrackConstraints => (deviceId ? { deviceId: { ideal: deviceId } } : {});

async function first(constraints: MediaStreamConstraints): Promise<MediaStreamTrack> {
  try {
    const stream = await devices().getUserMedia(constraints);
    const [track] = stream.getTracks();
    if (!track) throw new CaptureFailed('missing');
    return track;
  } catch (error) {
    throw error instanceof CaptureFailed ? error : failed(error);
  }
}

export function captureMicrophone(deviceId: string | undefined): Promise<MediaStreamTrack> {
  const processed = !isAudioRaw();
  return first({
    audio: { ...preferred(deviceId), echoCancellation: processed, noiseSuppression: processed, autoGainControl: processed },
  });
}

export function captureCamera(deviceId: string | undefined): Promise<MediaStreamTrack> {
  return first({
    video: { ...preferred(deviceId), width: { ideal: 1280 }, height: { ideal: 720, max: 720 }, frameRate: { ideal: 24, max: 30 } },
  });
}

export interface CapturedScreen {
  readonly picture: MediaStreamTrack;
  readonly sound: MediaStreamTrack | undefined;
}

export const canShareScreen = (): boolean => typeof navigator.mediaDevices?.getDisplayMedia === 'function';

/** The browser asks the person what to share; undefined when they changed their mind. */
export async function captureScreen(): Promise<CapturedScreen | undefined> {
  try {
    const stream = await devices().getDisplayMedia({
      video: { frameRate: { ideal: 15, max: 30 } },
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
    const [picture] = stream.getVideoTracks();
    if (!picture) throw new CaptureFailed('failed');
    picture.contentHint = 'detail';
    return { picture, sound: stream.getAudioTracks()[0] };
  } catch (error) {
    const { problem } = error instanceof CaptureFailed ? error : failed(error);
    // Chromium says "not allowed" both for a changed mind and for a policy; in both cases nothing is shared.
    if (problem === 'blocked') return undefined;
    throw new CaptureFailed(problem);
  }
}

export interface DeviceChoice {
  readonly id: string;
  readonly label: string;
}

export interface DeviceLists {
  readonly microphones: readonly DeviceChoice[];
  readonly cameras: readonly DeviceChoice[];
  readonly speakers: readonly DeviceChoice[];
}

/** Devices with a name; without a permission the browser names none, and an unnamed one cannot be chosen from. */
export async function listDevices(): Promise<DeviceLists> {
  const all = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  const of = (kind: MediaDeviceKind): DeviceChoice[] =>
    all.filter((device) => device.kind === kind && device.deviceId && device.label).map(({ deviceId, label }) => ({ id: deviceId, label }));
  const speakers = 'setSinkId' in HTMLMediaElement.prototype ? of('audiooutput') : [];
  return { microphones: of('audioinput'), cameras: of('videoinput'), speakers };
}

export function onDevicesChanged(then: () => void): () => void {
  navigator.mediaDevices?.addEventListener?.('devicechange', then);
  return () => navigator.mediaDevices?.removeEventListener?.('devicechange', then);
}
