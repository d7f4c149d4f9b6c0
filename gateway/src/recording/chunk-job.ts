import { join } from 'node:path';
import type { FfmpegJob } from './ffmpeg.ts';
import { type Chunk, FRAME_MS, FRAMES_PER_SECOND, type Plan, type PlannedTile, type Reel } from './plan.ts';

const SAMPLES_PER_SECOND = 48_000;
const BACKGROUND = '0x15171c';
const DARK_TILE = '0x24262c';
/**
 * Places sound by its timestamps: silence where there was none (a muted or sparing microphone sends nothing), a slight
 * stretch against drift, a cut beyond 15 ms. `first_pts` keeps what lies before the chunk out of it.
 */
const PLACED = 'aresample=48000:async=96:min_comp=0.003:min_hard_comp=0.015:first_pts=0';
/** Adds people up as they are and only holds back what would clip. */
const MIXED = 'normalize=0:duration=first:dropout_transition=0,alimiter=limit=0.95:level=disabled';

export interface ChunkFiles {
  readonly picture: string;
  readonly sound: string;
}

/** A list for FFmpeg's concat demuxer: how long each file lasts is said, so holes stay holes. */
export function reelList(reel: Pick<Reel, 'segments'>): string {
  const lines = reel.segments.flatMap(({ path, lastsMs }) => [
    `file '${path.replaceAll("'", "'\\''")}'`,
    ...(lastsMs === undefined ? [] : [`duration ${(lastsMs / 1000).toFixed(6)}`]),
  ]);
  return ['ffconcat version 1.0', ...lines, ''].join('\n');
}

/** Every reel of a chunk, in the order in which its job reads them. */
export const reelsOf = (chunk: Chunk): readonly Reel[] => [...chunk.tiles.flatMap(({ reels }) => reels), ...chunk.sounds];

/** One part of the film: its picture and its sound as two files, exactly as long as each other. `lists` are those of `reelsOf`. */
export function chunkJob(plan: Plan, chunk: Chunk, lists: readonly string[], files: ChunkFiles, onLine: (line: string) => void): FfmpegJob {
  const pictures = chunk.tiles.flatMap(({ reels }) => reels).length;
  // A camera that changes its resolution must not restart the whole graph: `scale` follows by itself.
  const videoInput = ['-reinit_filter', '0', '-f', 'concat', '-safe', '0'];
  return {
    inputs: lists.map((source, place) => ({ source, options: place < pictures ? videoInput : ['-f', 'concat', '-safe', '0'] })),
    filter: [...pictureGraph(plan, chunk), ...soundGraph(chunk, pictures)].join(';'),
    outputs: [
      { target: files.picture, options: [...PICTURE, '-frames:v', String(chunk.frames), '-f', 'matroska'] },
      { target: files.sound, options: ['-map', '[sound]', '-c:a', 'pcm_s16le', '-f', 'wav'] },
    ],
    isLowPriority: true,
    onLine,
  };
}

/** Without B-frames every part begins and ends exactly where it says, so parts can be put together as they are. */
const PICTURE = [
  ...['-progress', 'pipe:2', '-loglevel', 'warning', '-map', '[picture]', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '24'],
  ...['-bf', '0', '-g', String(2 * FRAMES_PER_SECOND), '-pix_fmt', 'yuv420p', '-threads', '2'],
];

function pictureGraph({ width, height }: Plan, chunk: Chunk): string[] {
  const seconds = (chunk.frames / FRAMES_PER_SECOND).toFixed(3);
  const base = `color=c=${BACKGROUND}:s=${width}x${height}:r=${FRAMES_PER_SECOND}:d=${seconds},format=yuv420p`;
  const places = chunk.tiles.map(({ x, y, w, h }) => `,drawbox=x=${x}:y=${y}:w=${w}:h=${h}:color=${DARK_TILE}:t=fill`).join('');
  const laid = chunk.tiles.flatMap((tile) => tile.reels.map((reel) => ({ tile, reel })));
  const layers = laid.flatMap(({ tile, reel }, place) => [
    `[${place}:v]${shifted('setpts', reel.startsMs - FRAME_MS / 2)},${fitted(tile)}[v${place}]`,
    `[p${place}][v${place}]overlay=x=${tile.x}:y=${tile.y}:eof_action=repeat[p${place + 1}]`,
  ]);
  return [`${base}${places}[p0]`, ...layers, `[p${laid.length}]null[picture]`];
}

/** Half a frame earlier on average than it would else be shown: the film's frames come up to one frame after the camera's. */
const shifted = (filter: 'setpts' | 'asetpts', ms: number): string => `${filter}=PTS+(${(ms / 1000).toFixed(6)})/TB`;

const fitted = ({ w, h }: PlannedTile): string =>
  `scale=w=${w}:h=${h}:force_original_aspect_ratio=decrease:flags=bilinear,` +
  `pad=w=${w}:h=${h}:x=(ow-iw)/2:y=(oh-ih)/2:color=${DARK_TILE}:eval=frame,setsar=1,format=yuv420p`;

function soundGraph(chunk: Chunk, pictures: number): string[] {
  const samples = (chunk.frames * SAMPLES_PER_SECOND) / FRAMES_PER_SECOND;
  const format = 'aformat=sample_fmts=fltp:channel_layouts=stereo';
  const voices = chunk.sounds.map(
    ({ startsMs }, place) => `[${pictures + place}:a]${shifted('asetpts', startsMs)},${PLACED},${format}[s${place}]`,
  );
  const silence = `anullsrc=r=${SAMPLES_PER_SECOND}:cl=stereo,atrim=end_sample=${samples},${format}[silence]`;
  const inputs = ['[silence]', ...chunk.sounds.map((_, place) => `[s${place}]`)].join('');
  const mix = `${inputs}amix=inputs=${chunk.sounds.length + 1}:${MIXED},apad,atrim=end_sample=${samples}[sound]`;
  return [silence, ...voices, mix];
}

/** The parts put together: the picture as it is, the sound encoded once over all of them. */
export function filmJob(pictures: string, sounds: string, target: string): FfmpegJob {
  const concat = ['-f', 'concat', '-safe', '0'];
  return {
    inputs: [
      { source: pictures, options: concat },
      { source: sounds, options: concat },
    ],
    outputs: [
      {
        target,
        options: [
          '-loglevel',
          'warning',
          '-map',
          '0:v',
          '-map',
          '1:a',
          '-c:v',
          'copy',
          '-c:a',
          'aac',
          '-b:a',
          '128k',
          '-movflags',
          '+faststart',
          '-f',
          'mp4',
        ],
      },
    ],
    isLowPriority: true,
  };
}

export const chunkFiles = (folder: string, number: number): ChunkFiles => {
  const name = join(folder, `part-${String(number).padStart(5, '0')}`);
  return { picture: `${name}.mkv`, sound: `${name}.wav` };
};
