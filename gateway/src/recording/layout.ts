import type { SeatId } from '@liveclass/contract';
import type { Manifest, SourceSpan, Span } from './manifest.ts';

/** A rectangle of the picture, in shares of its width and height. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A place in the picture. A dark one belongs to somebody whose camera is off for now. */
export interface Tile {
  readonly producerId: string;
  /** Since when it is sent in this stretch of recording: nothing from before a pause is shown after it. */
  readonly since: number;
  readonly isDark: boolean;
  readonly box: Box;
}

/** A time in which the picture is arranged in one way. */
export interface Epoch extends Span {
  readonly tiles: readonly Tile[];
}

const MOST_TILES = 4;
/** Whoever speaks for less than this does not change the picture. */
const SHORTEST_SPEECH_MS = 1_000;
const FULL: Box = { x: 0, y: 0, w: 1, h: 1 };
const SHARED: { readonly screen: Box; readonly speaker: Box } = {
  screen: { x: 0, y: 0.1, w: 0.8, h: 0.8 },
  speaker: { x: 0.8, y: 0.1, w: 0.2, h: 0.2 },
};

/** How the picture is arranged from beginning to end, without holes within a stretch; pauses are not part of any epoch. */
export function epochsOf(manifest: Manifest): Epoch[] {
  const video = manifest.sources.filter(({ source }) => source === 'camera' || source === 'screen');
  const speeches = speechesOf(manifest.spoke);
  return manifest.stretches.flatMap((stretch) => {
    const cuts = [...video.flatMap(edgesOf), ...speeches.map(({ at }) => at)].filter((at) => at > stretch.from && at < stretch.to);
    const edges = [...new Set([stretch.from, ...cuts, stretch.to])].sort((a, b) => a - b);
    const parts = edges.slice(1).map((to, place): Epoch => {
      const from = edges[place] ?? to;
      return { from, to, tiles: tilesAt((from + to) / 2, video, speeches) };
    });
    return joined(parts);
  });
}

interface Speech {
  readonly at: number;
  readonly seatId: SeatId;
}

/** Silence changes nothing: who spoke last stays. */
function speechesOf(spoke: Manifest['spoke']): Speech[] {
  return spoke.flatMap(({ at, seatId }, place) => {
    const next = spoke[place + 1];
    const isLong = next === undefined || next.at - at >= SHORTEST_SPEECH_MS;
    return seatId !== null && isLong ? [{ at, seatId }] : [];
  });
}

const edgesOf = ({ from, to, heard }: SourceSpan): number[] => [from, to, ...heard.flatMap((span) => [span.from, span.to])];

const covers = (span: Span, at: number): boolean => span.from <= at && at < span.to;

function tilesAt(at: number, video: readonly SourceSpan[], speeches: readonly Speech[]): Tile[] {
  const here = video.filter((source) => covers(source, at));
  const isDark = (source: SourceSpan): boolean => !source.heard.some((span) => covers(span, at));
  const screen = here.filter((source) => source.source === 'screen' && !isDark(source)).sort((a, b) => b.from - a.from)[0];
  const cameras = ranked(
    here.filter(({ source }) => source === 'camera'),
    speeches.filter((speech) => speech.at <= at),
  );
  const tile = (source: SourceSpan, box: Box): Tile => ({ producerId: source.producerId, since: source.from, isDark: isDark(source), box });
  if (screen) {
    const [speaker] = cameras;
    return speaker ? [tile(screen, SHARED.screen), tile(speaker, SHARED.speaker)] : [tile(screen, FULL)];
  }
  // In the order in which they came, so that speaking moves nobody around.
  const shown = cameras.slice(0, MOST_TILES).sort((a, b) => a.from - b.from || a.seatId.localeCompare(b.seatId));
  return shown.map((camera, place) => tile(camera, gridBox(place, shown.length)));
}

/** Who spoke last comes first; who never spoke, in the order of coming. */
function ranked(cameras: readonly SourceSpan[], speeches: readonly Speech[]): SourceSpan[] {
  const lastSpoke = new Map(speeches.map(({ seatId, at }) => [seatId, at]));
  const rank = ({ seatId }: SourceSpan): number => lastSpoke.get(seatId) ?? 0;
  return [...cameras].sort((a, b) => rank(b) - rank(a) || a.from - b.from || a.seatId.localeCompare(b.seatId));
}

function gridBox(place: number, count: number): Box {
  if (count === 1) return FULL;
  if (count === 2) return { x: place * 0.5, y: 0.25, w: 0.5, h: 0.5 };
  const isLoneInRow = count === 3 && place === 2;
  return { x: isLoneInRow ? 0.25 : (place % 2) * 0.5, y: Math.floor(place / 2) * 0.5, w: 0.5, h: 0.5 };
}

/** Neighbours that look the same are one. */
function joined(parts: readonly Epoch[]): Epoch[] {
  const epochs: Epoch[] = [];
  for (const part of parts) {
    const last = epochs.at(-1);
    if (last && JSON.stringify(last.tiles) === JSON.stringify(part.tiles)) epochs[epochs.length - 1] = { ...last, to: part.to };
    else epochs.push(part);
  }
  return epochs;
}
