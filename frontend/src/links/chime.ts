const TONES = [
  { hertz: 660, atMs: 0 },
  { hertz: 880, atMs: 140 },
] as const;
const TONE_S = 0.28;
const LOUDNESS = 0.05;
/** Ten hands at once are one call. */
const AT_MOST_EVERY_MS = 3_000;

let context: AudioContext | undefined;
let lastAt = Number.NEGATIVE_INFINITY;

/** Two soft tones, made here: no file to fetch in the middle of a class. */
export function chime(): void {
  const now = performance.now();
  if (now - lastAt < AT_MOST_EVERY_MS) return;
  lastAt = now;
  context ??= new AudioContext();
  // A page that nobody has touched yet stays silent, and says nothing about it.
  void context.resume().catch(() => undefined);
  for (const { hertz, atMs } of TONES) tone(context, hertz, context.currentTime + atMs / 1000);
}

function tone(audio: AudioContext, hertz: number, at: number): void {
  const [source, gain] = [audio.createOscillator(), audio.createGain()];
  source.frequency.value = hertz;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + TONE_S);
  source.connect(gain).connect(audio.destination);
  source.start(at);
  source.stop(at + TONE_S);
}
