import { describe, expect, it } from 'vitest';
import { recordingTitle } from './recording.ts';

/** 2026-11-24 23:05 UTC. */
const AT = 1_795_561_500_000;
const title = (timeZone?: string, name = 'Biology', mostChars = 200) => recordingTitle(name, AT, { timeZone, mostChars });

describe("a recording's first title", () => {
  it("[RC21] names the class, and the day and minute in the teacher's zone", () => {
    expect(title('Europe/Madrid')).toBe('Biology 2026-11-25 00:05');
    expect(title('America/Los_Angeles')).toBe('Biology 2026-11-24 15:05');
    expect(title()).toBe('Biology 2026-11-24 23:05');
  });

  it('[RC21] takes a zone that is not known for UTC, and leaves the moment whole where the name is too long', () => {
    expect(title('Mars/Olympus_Mons')).toBe(title('UTC'));
    expect(title('UTC', 'B'.repeat(500), 40)).toBe(`${'B'.repeat(23)} 2026-11-24 23:05`);
    expect(title('UTC', '')).toBe('2026-11-24 23:05');
  });
});
