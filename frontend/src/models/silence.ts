/** A microphone that gives exactly nothing for this long is switched off somewhere outside the browser. */
const SILENT_AFTER_MS = 5_000;
/** Even a quiet room is louder than this on the meter's scale. */
const NOTHING = 0.001;

export interface Silence {
  readonly sinceMs: number | undefined;
  readonly isSilent: boolean;
}

export const HEARD: Silence = { sinceMs: undefined, isSilent: false };

export function listen(silence: Silence, level: number, nowMs: number): Silence {
  if (level > NOTHING) return silence.sinceMs === undefined ? silence : HEARD;
  if (silence.sinceMs === undefined) return { sinceMs: nowMs, isSilent: false };
  if (silence.isSilent) return silence;
  return nowMs - silence.sinceMs >= SILENT_AFTER_MS ? { ...silence, isSilent: true } : silence;
}
