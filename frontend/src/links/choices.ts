import { RoomId } from '@liveclass/contract';

/** What a person chose before joining. It goes from the lobby in its frame to the room's tab, and is remembered for the next time. */
export interface Choices {
  readonly isMicrophoneOn: boolean;
  readonly isCameraOn: boolean;
  /** Names of devices: their ids differ between a frame and a tab of its own, their names do not. */
  readonly microphone: string | undefined;
  readonly camera: string | undefined;
  readonly speaker: string | undefined;
}

/** What the fragment of a room's address carries besides the one-time code. */
export interface Fragment {
  readonly code: string | undefined;
  readonly choices: Choices | undefined;
  /** Version of the consent text the person agreed to in the lobby. */
  readonly agreedTo: string | undefined;
}

const KEY = 'liveclass.choices';

export const FIRST_CHOICES: Choices = {
  isMicrophoneOn: true,
  isCameraOn: true,
  microphone: undefined,
  camera: undefined,
  speaker: undefined,
};

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length > 0 && value.length <= 200 ? value : undefined;

export function parseChoices(raw: string | null): Choices | undefined {
  if (!raw) return undefined;
  try {
    const it = JSON.parse(raw) as Record<string, unknown>;
    return {
      isMicrophoneOn: it['isMicrophoneOn'] !== false,
      isCameraOn: it['isCameraOn'] !== false,
      microphone: text(it['microphone']),
      camera: text(it['camera']),
      speaker: text(it['speaker']),
    };
  } catch {
    return undefined;
  }
}

export const fragmentOf = (choices: Choices, agreedTo: string | undefined): string => {
  const parts = new URLSearchParams({ choices: JSON.stringify(choices) });
  if (agreedTo) parts.set('agreed', agreedTo);
  return parts.toString();
};

export function parseFragment(hash: string): Fragment {
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  return { code: text(parts.get('code')), choices: parseChoices(parts.get('choices')), agreedTo: text(parts.get('agreed')) };
}

/** Which group's room an address names; anything that is no id is none. */
export function roomOfAddress(search: string): string | undefined {
  const id = RoomId.safeParse(new URLSearchParams(search).get('room'));
  return id.success ? id.data : undefined;
}

/** Storage may be refused altogether (a frame with blocked cookies): then nothing is remembered, and nothing breaks. */
export function rememberChoices(choices: Choices): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(choices));
  } catch {
    return;
  }
}

export function rememberedChoices(): Choices | undefined {
  try {
    return parseChoices(localStorage.getItem(KEY));
  } catch {
    return undefined;
  }
}
