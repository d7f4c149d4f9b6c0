import { readFileSync } from 'node:fs';
import { ensureClip } from '@liveclass/fixtures/media/clips.ts';
import { type Likeness, likenessToLoop, loudness } from '@liveclass/fixtures/media/correlate.ts';
import { readWav, SPEECH_RATE } from '@liveclass/fixtures/media/speech.ts';
import { readTimecode, type Timecode } from '@liveclass/fixtures/media/timecode.ts';
import { cacheDir } from './browser.ts';
import { type Patience, until } from './until.ts';

const SMALL = { width: 160, height: 90 };

/** The timecode in what `__story.band` gave. */
const decodeBand = (band: number[] | null): Timecode | undefined =>
  band ? readTimecode({ data: Uint8Array.from(band), width: SMALL.width, height: SMALL.height, step: 4 }) : undefined;

export interface Heard extends Likeness {
  readonly loudness: number;
  readonly samples: Float32Array;
}

export type Named = Pick<Senses, 'name'>;

/** What somebody in a room sees and hears of the others there, whatever their browser is. in-page.js looks and listens for them. */
export abstract class Senses {
  abstract readonly name: string;

  /** The value of an expression in the page of the room. */
  abstract inRoom<T>(expression: string): Promise<T>;

  /** The timecode on that person's tile right now. */
  async sees(other: Named): Promise<Timecode | undefined> {
    return decodeBand(await this.inRoom<number[] | null>(`__story.band(${JSON.stringify(other.name)})`));
  }

  /** Waits until that person's picture is here and moves on: two different frames, both theirs. */
  async seesMoving(other: Named, patience?: Patience): Promise<void> {
    const seen = new Set<number>();
    await until(
      `${this.name} to see ${other.name}'s picture advance`,
      async () => {
        const code = await this.sees(other);
        if (code) seen.add(code.frame);
        if (seen.size < 3) throw new Error(`frames seen: ${[...seen].join(', ') || 'none'}; tiles: ${JSON.stringify(await this.tiles())}`);
        return true;
      },
      patience,
    );
  }

  async tiles(): Promise<{ name?: string; seat?: string; kind?: string; hasPicture: boolean }[]> {
    return this.inRoom('__story.tiles()');
  }

  /** Listens to that person for so long: how loud, and how like a piece of the clip that they "speak". */
  async hears(other: Named, clip: number, ms = 2_500): Promise<Heard> {
    const samples = await this.listen(other, ms);
    if (!samples) throw new Error(`${this.name} has no sound of ${other.name}`);
    return { ...likenessToLoop(await clipSamples(clip), samples, SPEECH_RATE), loudness: loudness(samples), samples };
  }

  /** What that person sounds like from now on for so long, at 48 kHz. */
  protected async listen(other: Named, ms: number): Promise<Float32Array | undefined> {
    const heard = await this.inRoom<string | null>(`__story.listen(${JSON.stringify(other.name)}, ${ms})`);
    if (heard === null) return undefined;
    const bytes = Buffer.from(heard, 'base64');
    return Float32Array.from({ length: bytes.length >> 1 }, (_, index) => bytes.readInt16LE(index * 2) / 32_768);
  }

  /** Waits until that person is heard, by the likeness of the sound with their clip. */
  hearsSpeech(other: Named, clip: number, patience?: Patience): Promise<Heard> {
    return until(
      `${this.name} to hear ${other.name}`,
      async () => {
        const heard = await this.hears(other, clip);
        if (heard.score < 0.5) throw new Error(`likeness ${heard.score.toFixed(2)}, loudness ${heard.loudness.toFixed(4)}`);
        return heard;
      },
      patience,
    );
  }
}

const clips = new Map<number, Float32Array>();
/** The spoken clip of a person, 48 kHz. */
export async function clipSamples(clip: number): Promise<Float32Array> {
  const known = clips.get(clip) ?? readWav(readFileSync((await ensureClip(cacheDir(), clip)).audio)).samples;
  clips.set(clip, known);
  return known;
}
