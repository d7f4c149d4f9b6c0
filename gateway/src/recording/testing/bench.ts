import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeId, RecordingId, type RecordingStatus, type SeatId } from '@liveclass/contract';
import type { Recorder } from '../../ports.ts';
import { until } from '../../testing/until.ts';
import type { LedgerLine } from '../ledger.ts';
import { readLedger } from '../ledger.ts';
import { createRecorder, type RecorderParts } from '../recorder.ts';
import { quietLog } from './log.ts';
import { opusFilm, vp8Film } from './media.ts';
import { TestRoom } from './room.ts';
import type { Sender } from './sender.ts';

export const newRecording = (): RecordingId => RecordingId.parse(randomBytes(12).toString('base64url'));
const patienceMs = 90_000;

/** A recorder over one room of real media, in a folder of its own. */
export class Bench {
  readonly folder: string;
  readonly room: TestRoom;
  readonly told: RecordingStatus[] = [];
  recorder: Recorder;

  private constructor(folder: string, room: TestRoom, recorder: Recorder) {
    this.folder = folder;
    this.room = room;
    this.recorder = recorder;
    recorder.onStatus((status) => this.told.push(status));
  }

  static async open(more: Partial<RecorderParts> = {}): Promise<Bench> {
    // Encoding stops this process for a while, which must not happen while it sends.
    vp8Film();
    for (const hertz of [1000, 2000]) opusFilm(hertz);
    const folder = await mkdtemp(join(tmpdir(), 'recorder-'));
    const room = await TestRoom.open();
    return new Bench(folder, room, await recorderOf(folder, room, more));
  }

  /** The same folder under a new recorder, as after a new start of the gateway. */
  async again(): Promise<void> {
    this.recorder = await recorderOf(this.folder, this.room, {});
    this.recorder.onStatus((status) => this.told.push(status));
  }

  async close(): Promise<void> {
    await this.recorder.end();
    this.room.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Camera (its encoder 120 ms late) and microphone in step. */
  async person(seatId: SeatId, startedAt = Date.now(), hertz = 1000): Promise<{ camera: Sender; microphone: Sender; startedAt: number }> {
    const camera = await this.room.send(seatId, 'camera', { codec: 'VP8', units: vp8Film(), startedAt, lateMs: 120 });
    const microphone = await this.room.send(seatId, 'microphone', { codec: 'opus', units: opusFilm(hertz), startedAt });
    return { camera, microphone, startedAt };
  }

  async start(seats: readonly SeatId[]): Promise<RecordingId> {
    const recordingId = newRecording();
    await this.recorder.start({ recordingId, sessionId: this.room.sessionId, seats });
    return recordingId;
  }

  recorded(recordingId: RecordingId, ms: number): Promise<unknown> {
    return until(`${ms} ms are recorded`, async () => (await this.recorder.status(recordingId)).recordedMs >= ms);
  }

  /** Stops, composes and answers the MP4's path once it is ready. */
  async film(recordingId: RecordingId): Promise<string> {
    await this.recorder.stop(recordingId);
    await this.recorder.compose(recordingId);
    await this.ready(recordingId);
    return this.path(recordingId);
  }

  ready(recordingId: RecordingId): Promise<RecordingStatus | undefined> {
    return until(
      'the recording is ready',
      async () => {
        const status = await this.recorder.status(recordingId);
        return status.phase === 'ready' || status.phase === 'failed' ? status : undefined;
      },
      patienceMs,
    ).then((status) => {
      if (status?.phase !== 'ready') throw new Error(`composing failed: ${status?.reason}`);
      return status;
    });
  }

  path(recordingId: RecordingId, name = 'recording.mp4'): string {
    return join(this.folder, recordingId, name);
  }

  files(recordingId: RecordingId): Promise<string[]> {
    return readdir(join(this.folder, recordingId)).catch(() => []);
  }

  ledger(recordingId: RecordingId): Promise<LedgerLine[]> {
    return readLedger(this.path(recordingId, 'ledger.jsonl'));
  }

  /** When each stretch began, by the ledger. */
  async stretches(recordingId: RecordingId): Promise<number[]> {
    return (await this.ledger(recordingId)).flatMap((line) => (line.type === 'resumed' ? [line.at] : []));
  }
}

function recorderOf(folder: string, room: TestRoom, more: Partial<RecorderParts>): Promise<Recorder> {
  return createRecorder({
    taps: { find: (sessionId) => (sessionId === room.sessionId ? room : undefined) },
    clock: { now: () => Date.now() },
    log: quietLog,
    node: NodeId.parse('test-1'),
    folder,
    ffmpegPath: process.env['FFMPEG_PATH'] ?? 'ffmpeg',
    ...more,
  });
}

/** The FFmpeg processes that write into a folder or read from it. */
export async function ffmpegPids(folder: string): Promise<number[]> {
  const { readFile } = await import('node:fs/promises');
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
      return words[0]?.endsWith('ffmpeg') && words.some((word) => word.includes(folder)) ? [Number(pid)] : [];
    }),
  );
  return found.flat();
}
