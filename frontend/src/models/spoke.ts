/** How somebody with a raised hand has been heard since they raised it. */
export interface Spoke {
  readonly spokeMs: number;
  /** When it was looked at last. */
  readonly at: number;
  readonly isSpeaking: boolean;
  /** Since when nothing was heard. */
  readonly quietSince: number;
}

/** A cough is no question, and a pause to think is no end. */
const SPOKE_MS = 3_000;
const QUIET_MS = 5_000;

export const silentSince = (at: number): Spoke => ({ spokeMs: 0, at, isSpeaking: false, quietSince: at });

export function heard({ spokeMs, at, isSpeaking: wasSpeaking, quietSince }: Spoke, isSpeaking: boolean, now: number): Spoke {
  const spoke = spokeMs + (wasSpeaking ? now - at : 0);
  return { spokeMs: spoke, at: now, isSpeaking, quietSince: wasSpeaking || isSpeaking ? now : quietSince };
}

/** They said what they raised their hand for. */
export const hasSaidIt = ({ spokeMs, isSpeaking, quietSince }: Spoke, now: number): boolean =>
  spokeMs >= SPOKE_MS && !isSpeaking && now - quietSince >= QUIET_MS;
