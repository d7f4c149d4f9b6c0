import { useEffect, useState } from 'react';
import type { MyMedia } from '../../models/my-media.ts';
import { useRoom } from './room-context.ts';
import type { OpenPart } from './room-view.tsx';

const KEY = 'liveclass.shortcuts';

export interface Shortcuts {
  readonly areOn: boolean;
  setAreOn(areOn: boolean): void;
}

function remembered(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    return true;
  }
}

function remember(areOn: boolean): void {
  try {
    localStorage.setItem(KEY, areOn ? 'on' : 'off');
  } catch {
    return;
  }
}

/** Inside text, in an open dialog or menu, and together with Ctrl, Alt or Meta, a key is not ours. */
const isTaken = (event: KeyboardEvent): boolean => {
  if (event.ctrlKey || event.altKey || event.metaKey) return true;
  const target = event.target instanceof Element ? event.target : undefined;
  return Boolean(
    target?.closest(
      'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]',
    ),
  );
};

/** The space bar belongs to a control that has the keyboard's focus; one that was only clicked does not keep it. */
const isSpaceTaken = (event: KeyboardEvent): boolean =>
  event.target instanceof Element &&
  event.target.matches('button:focus-visible, a:focus-visible, [role="button"]:focus-visible, video:focus-visible');

/** Holding the space bar opens a muted microphone, and only then closes it again. */
class PushToTalk {
  readonly #media: MyMedia;
  #isTalking = false;

  constructor(media: MyMedia) {
    this.#media = media;
  }

  start(event: KeyboardEvent): void {
    const { isMicrophoneOn } = this.#media.state.get().choices;
    if (isSpaceTaken(event) || (isMicrophoneOn && !this.#isTalking)) return;
    event.preventDefault();
    event.stopPropagation();
    this.#isTalking = true;
    if (!isMicrophoneOn) this.#media.setMicrophone(true);
  }

  readonly stop = (): void => {
    if (this.#isTalking) this.#media.setMicrophone(false);
    this.#isTalking = false;
  };
}

function listen(media: MyMedia, toggle: (part: OpenPart) => void): () => void {
  const talk = new PushToTalk(media);
  const down = (event: KeyboardEvent) => {
    if (isTaken(event)) return;
    if (event.key === ' ') {
      talk.start(event);
      return;
    }
    if (event.repeat) return;
    const { isMicrophoneOn, isCameraOn } = media.state.get().choices;
    // By the place of the key, so that M is M on an Arabic keyboard too.
    if (event.code === 'KeyM') media.setMicrophone(!isMicrophoneOn);
    else if (event.code === 'KeyV') media.setCamera(!isCameraOn);
    else if (event.code === 'KeyP') toggle('people');
    else if (event.key === '?' || event.key === '؟') toggle('shortcuts');
  };
  const up = (event: KeyboardEvent) => {
    if (event.key === ' ') talk.stop();
  };
  addEventListener('keydown', down, true);
  addEventListener('keyup', up, true);
  // A window that loses the focus never hears the key go up, and a microphone must not stay open for that.
  addEventListener('blur', talk.stop);
  return () => {
    talk.stop();
    removeEventListener('keydown', down, true);
    removeEventListener('keyup', up, true);
    removeEventListener('blur', talk.stop);
  };
}

export function useShortcuts(toggle: (part: OpenPart) => void): Shortcuts {
  const { media } = useRoom();
  const [areOn, setAreOn] = useState(remembered);
  useEffect(() => (areOn ? listen(media, toggle) : undefined), [areOn, media, toggle]);
  return {
    areOn,
    setAreOn(value) {
      remember(value);
      setAreOn(value);
    },
  };
}
