import { useEffect, useState } from 'react';
import type { MyMedia } from '../../models/my-media.ts';
import type { OpenPart } from './open-part.ts';
import { useRoom } from './room-context.ts';

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
      'input, textarea, select, [contenteditable="true"], [data-own-keys], [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]',
    ),
  );
};

/**
 * Tells whether the focused control was come to by the keyboard: then the space bar is its own. One that was only clicked
 * does not keep it, for people click "mute" and then want to talk. (The browser's :focus-visible says something else here,
 * because components move the focus by script.)
 */
class FocusOrigin {
  #lastWasPointer = false;
  #isByPointer = false;

  watch(): () => void {
    const pointer = () => {
      this.#lastWasPointer = true;
    };
    const key = () => {
      this.#lastWasPointer = false;
    };
    const focus = () => {
      this.#isByPointer = this.#lastWasPointer;
    };
    addEventListener('pointerdown', pointer, true);
    addEventListener('keydown', key, true);
    addEventListener('focusin', focus, true);
    return () => {
      removeEventListener('pointerdown', pointer, true);
      removeEventListener('keydown', key, true);
      removeEventListener('focusin', focus, true);
    };
  }

  keepsSpace(event: KeyboardEvent): boolean {
    const isControl = event.target instanceof Element && event.target.matches('button, a, video, [role="button"]');
    return isControl && !this.#isByPointer;
  }
}

/** Holding the space bar opens a muted microphone, and only then closes it again. */
class PushToTalk {
  readonly #media: MyMedia;
  readonly #focus: FocusOrigin;
  #isTalking = false;

  constructor(media: MyMedia, focus: FocusOrigin) {
    this.#media = media;
    this.#focus = focus;
  }

  start(event: KeyboardEvent): void {
    const { isMicrophoneOn } = this.#media.state.get().choices;
    if (this.#focus.keepsSpace(event) || (isMicrophoneOn && !this.#isTalking)) return;
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

function listen(media: MyMedia, toggle: (part: OpenPart) => void, toggleHand: () => void): () => void {
  const focus = new FocusOrigin();
  const stopWatching = focus.watch();
  const talk = new PushToTalk(media, focus);
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
    else if (event.code === 'KeyC') toggle('chat');
    else if (event.code === 'KeyR') toggle('lively');
    else if (event.code === 'KeyH') toggleHand();
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
    stopWatching();
    removeEventListener('keydown', down, true);
    removeEventListener('keyup', up, true);
    removeEventListener('blur', talk.stop);
  };
}

export function useShortcuts(toggle: (part: OpenPart) => void): Shortcuts {
  const { media, parts } = useRoom();
  const { hands } = parts;
  const [areOn, setAreOn] = useState(remembered);
  useEffect(() => (areOn ? listen(media, toggle, () => void hands.toggle()) : undefined), [areOn, media, toggle, hands]);
  return {
    areOn,
    setAreOn(value) {
      remember(value);
      setAreOn(value);
    },
  };
}
