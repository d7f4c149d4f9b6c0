let context: AudioContext | undefined;

/** One for the whole page: browsers allow only a few. */
export function audioContext(): AudioContext | undefined {
  try {
    context ??= new AudioContext();
    if (context.state === 'suspended') void context.resume();
    return context;
  } catch {
    return undefined;
  }
}

const EVERY_MS = 80;

/** Tells the loudness of a track, 0 (silence) to 1, a dozen times a second, until it is stopped. */
export function meter(track: MediaStreamTrack, tell: (level: number) => void): () => void {
  const audio = audioContext();
  if (!audio) return () => undefined;
  const source = audio.createMediaStreamSource(new MediaStream([track]));
  const analyser = audio.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    // Sleeping until the person has touched the page: not the same as silence.
    if (audio.state !== 'running') return void audio.resume().catch(() => undefined);
    analyser.getFloatTimeDomainData(samples);
    tell(loudness(samples));
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    source.disconnect();
  };
}

/** Root mean square on a decibel scale from -60 dB (0) to -10 dB (1), as ears and meters have it. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const db = 10 * Math.log10(sum / samples.length + 1e-12);
  return Math.min(1, Math.max(0, (db + 60) / 50));
}

/** A short, soft tone, for "can you hear this?". */
export function playTestTone(sinkId: string | undefined): Promise<void> {
  const audio = audioContext();
  if (!audio) return Promise.resolve();
  const out = audio.createMediaStreamDestination();
  const gain = audio.createGain();
  gain.connect(out);
  const start = audio.currentTime + 0.05;
  for (const [index, frequency] of [523.25, 659.25, 783.99].entries()) {
    const tone = audio.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(gain);
    tone.start(start + index * 0.22);
    tone.stop(start + index * 0.22 + 0.2);
  }
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(0.25, start + 0.05);
  gain.gain.linearRampToValueAtTime(0, start + 0.75);
  const element = new Audio();
  element.srcObject = out.stream;
  const chosen = sinkId && 'setSinkId' in element ? element.setSinkId(sinkId).catch(() => undefined) : Promise.resolve();
  return chosen.then(() => element.play()).then(() => new Promise((done) => setTimeout(done, 900)));
}
