import type { Footage, Segment } from './footage.ts';
import { type Box, type Epoch, epochsOf } from './layout.ts';
import { type Manifest, recordedMs } from './manifest.ts';

export const FRAMES_PER_SECOND = 25;
export const FRAME_MS = 1000 / FRAMES_PER_SECOND;
/** Bounds what one FFmpeg opens, and what composing again after a kill must repeat. */
const LONGEST_CHUNK_FRAMES = 60 * FRAMES_PER_SECOND;
/** A recording of nothing is still a film that plays. */
const FEWEST_FRAMES = FRAMES_PER_SECOND;
/** Decoders of speech need a little of what came before. */
const AUDIO_LEAD_MS = 200;
const PACKET_MS = 60;

/** A run of segments that are read as one; `startsMs` is when the first one begins, counted from the chunk's beginning. */
export interface Reel {
  readonly startsMs: number;
  readonly segments: readonly { readonly path: string; readonly lastsMs: number | undefined }[];
}

export interface PlannedTile {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  /** Later ones lie over earlier ones. Empty for a dark tile. */
  readonly reels: readonly Reel[];
}

/** A part of the film that one FFmpeg makes. */
export interface Chunk {
  readonly frames: number;
  readonly tiles: readonly PlannedTile[];
  readonly sounds: readonly Reel[];
}

export interface Plan {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly chunks: readonly Chunk[];
}

/** What is to be made of a recording. Picture and sound are cut at the same frames, so that no pause can move them apart. */
export function planOf(manifest: Manifest, footage: readonly Footage[]): Plan {
  const epochs = epochsOf(manifest);
  const canvas = canvasOf(epochs, footage);
  const wanted = Math.round(recordedMs(manifest.stretches) / FRAME_MS);
  const chunks = cutsOf(epochs).map((cut) => chunkOf(cut, footage, canvas));
  const missing = FEWEST_FRAMES - wanted;
  if (missing > 0) chunks.push({ frames: missing, tiles: [], sounds: [] });
  return { ...canvas, frames: chunks.reduce((sum, { frames }) => sum + frames, 0), chunks };
}

interface Canvas {
  readonly width: number;
  readonly height: number;
}

/** 720p, unless nothing larger than half of it is ever shown. */
function canvasOf(epochs: readonly Epoch[], footage: readonly Footage[]): Canvas {
  const isLarge = footage.some(({ width, source }) => source === 'screen' || (width ?? 0) > 640);
  const isShared = epochs.some(({ tiles }) => tiles.length > 1);
  return isLarge || isShared ? { width: 1280, height: 720 } : { width: 640, height: 360 };
}

interface Cut {
  readonly epoch: Epoch;
  /** By our clock. */
  readonly from: number;
  readonly frames: number;
}

/** Epochs on the grid of frames, the long ones in pieces. Rounding is done on the whole film, so it never adds up. */
function cutsOf(epochs: readonly Epoch[]): Cut[] {
  const cuts: Cut[] = [];
  let filmMs = 0;
  let frame = 0;
  for (const epoch of epochs) {
    const last = Math.round((filmMs + epoch.to - epoch.from) / FRAME_MS);
    while (frame < last) {
      const frames = Math.min(last - frame, LONGEST_CHUNK_FRAMES);
      cuts.push({ epoch, from: epoch.from + (frame * FRAME_MS - filmMs), frames });
      frame += frames;
    }
    filmMs += epoch.to - epoch.from;
  }
  return cuts;
}

function chunkOf({ epoch, from, frames }: Cut, footage: readonly Footage[], { width, height }: Canvas): Chunk {
  const to = from + frames * FRAME_MS;
  const tiles = epoch.tiles.map(({ producerId, since, isDark, box }) => {
    const own = footage.filter((piece) => piece.producerId === producerId && piece.until > since);
    return { ...pixels(box, width, height), reels: isDark ? [] : picturesOf(own, from, to) };
  });
  return { frames, tiles, sounds: soundsOf(footage, from, to) };
}

/** Even numbers: the colours of the film have half its resolution. */
function pixels({ x, y, w, h }: Box, width: number, height: number): { x: number; y: number; w: number; h: number } {
  const even = (value: number): number => Math.round(value / 2) * 2;
  return { x: even(x * width), y: even(y * height), w: even(w * width), h: even(h * height) };
}

/** The picture that stood when the chunk begins, and all that follow: a screen may stand still for minutes. */
function picturesOf(footage: readonly Footage[], from: number, to: number): Reel[] {
  const begun = footage.filter((piece) => beginOf(piece) < to);
  const standing = begun.findLastIndex((piece) => beginOf(piece) <= from);
  return begun.slice(Math.max(0, standing)).map((piece) => reelOf(piece.segments, from, to, 0));
}

function soundsOf(footage: readonly Footage[], from: number, to: number): Reel[] {
  const isHeard = ({ source, segments }: Footage): boolean =>
    (source === 'microphone' || source === 'screen-audio') && (segments.at(-1)?.to ?? 0) + PACKET_MS > from;
  return footage.filter((piece) => isHeard(piece) && beginOf(piece) < to).map((piece) => reelOf(piece.segments, from, to, AUDIO_LEAD_MS));
}

const beginOf = ({ segments }: Footage): number => segments[0]?.from ?? Number.POSITIVE_INFINITY;

function reelOf(segments: readonly Segment[], from: number, to: number, leadMs: number): Reel {
  const standing = segments.findLastIndex((segment) => segment.from <= from - leadMs);
  const used = segments.slice(Math.max(0, standing)).filter((segment) => segment.from < to);
  return {
    startsMs: (used[0]?.from ?? from) - from,
    segments: used.map(({ path, from: begins }, place) => {
      const next = used[place + 1];
      return { path, lastsMs: next && Math.max(1, next.from - begins) };
    }),
  };
}
