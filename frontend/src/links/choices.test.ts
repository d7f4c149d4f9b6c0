import { describe, expect, it } from 'vitest';
import { waitBefore } from './backoff.ts';
import { FIRST_CHOICES, fragmentOf, parseChoices, parseFragment } from './choices.ts';
import { loudness } from './meter.ts';

describe('what goes from the lobby to the room', () => {
  it('[DV2] arrives as it was chosen, names of devices included', () => {
    const choices = { ...FIRST_CHOICES, isMicrophoneOn: false, microphone: 'Jabra Evolve2 (0b0e:24b8) & more=#' };
    const hash = `#code=abc-123&${fragmentOf(choices, '2026-11')}`;
    expect(parseFragment(hash)).toEqual({ code: 'abc-123', choices, agreedTo: '2026-11' });
  });

  it('[DV2] is ignored where somebody else wrote it badly', () => {
    for (const raw of ['{', '[]', 'null', '{"microphone":5}', `{"microphone":"${'x'.repeat(300)}"}`])
      expect(parseChoices(raw)?.microphone).toBeUndefined();
    expect(parseFragment('')).toEqual({ code: undefined, choices: undefined, agreedTo: undefined });
  });
});

describe('coming back', () => {
  it('[UI1] is tried at once, then ever more seldom, and never all at one moment', () => {
    const least = [0, 1, 2, 3, 4, 5, 50].map((attempt) => waitBefore(attempt, () => 0));
    expect(least).toEqual([0, 300, 1_200, 2_700, 4_800, 7_000, 7_000]);
    expect(waitBefore(3, () => 0.999)).toBeGreaterThan(3_600);
    expect(waitBefore(0, () => 0.999)).toBeLessThan(100);
  });
});

describe('the level meter', () => {
  it('[DV3] shows nothing for silence and everything for a shout', () => {
    expect(loudness(new Float32Array(512))).toBe(0);
    expect(loudness(new Float32Array(512).fill(0.9))).toBe(1);
    const speech = loudness(new Float32Array(512).fill(0.05));
    expect(speech).toBeGreaterThan(0.4);
    expect(speech).toBeLessThan(0.9);
  });
});
