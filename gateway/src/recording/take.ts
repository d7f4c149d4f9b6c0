import type { Socket } from 'node:dgram';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LIMITS } from '@liveclass/contract';
import { type FfmpegChild, type FfmpegEnd, startFfmpeg } from './ffmpeg.ts';
import { takePrefix } from './folder.ts';
import { untilBound } from './receive-ports.ts';
import { baseReport, goodbye } from './rtcp.ts';

const LEAVE_WITHIN_MS = 2_000;
/** FFmpeg heeds the second of two interrupts at once, even while it waits for a packet. */
const INTERRUPT_WITHIN_MS = 500;

/**
 * How FFmpeg receives: it waits for the first packet as long as it takes (a muted microphone sends none), buffers what
 * arrives late and out of order after repair, and does not wait for a frame rate that WebRTC does not have.
 */
const RECEIVE = [
  ...['-protocol_whitelist', 'file,udp,rtp', '-localaddr', '127.0.0.1', '-listen_timeout', '2000000'],
  ...['-buffer_size', '4194304', '-reorder_queue_size', '1000', '-max_delay', '500000'],
  ...['-fpsprobesize', '0', '-probesize', '10000000', '-analyzeduration', '30000000'],
];
/**
 * How FFmpeg writes: segments are cut by the clock on the wall, because its own timestamps start anywhere (they are those
 * of the RTP clock); every 300 ms a whole cluster is handed to the system, which is all that a killed process loses.
 */
const WRITE = [
  ...['-map', '0', '-c', 'copy', '-copyts', '-f', 'segment', '-segment_time', String(LIMITS.recordingSegmentMs / 1000)],
  ...['-segment_atclocktime', '1', '-segment_format', 'matroska', '-reset_timestamps', '0'],
  ...['-segment_format_options', 'cluster_time_limit=300:flush_packets=1', '-loglevel', 'warning'],
];

/** FFmpeg's H264 parser gives the first picture no timestamp: it is put one frame before the second. */
const WRITE_H264 = ['-bsf:v', 'setts=ts=if(eq(PTS\\,NOPTS)\\,NEXT_PTS-DURATION\\,PTS)'];

/** One FFmpeg process that copies one producer's media into segments. */
export class Take {
  readonly number: number;
  /** Once the process is gone, for whatever reason. */
  readonly ended: Promise<FfmpegEnd>;
  readonly #folder: string;
  readonly #port: number;
  readonly #socket: Socket;
  readonly #child: FfmpegChild;
  #isOver = false;

  /** `socket` is where our own RTCP comes from. The process starts at once. */
  constructor(order: { number: number; folder: string; sdpPath: string; port: number; socket: Socket; isH264: boolean }) {
    this.number = order.number;
    this.#folder = order.folder;
    this.#port = order.port;
    this.#socket = order.socket;
    this.#child = startFfmpeg({
      inputs: [{ source: order.sdpPath, options: RECEIVE }],
      outputs: [
        { target: join(order.folder, `${takePrefix(order.number)}%05d.mkv`), options: order.isH264 ? [...WRITE, ...WRITE_H264] : WRITE },
      ],
      isLowPriority: false,
    });
    this.ended = this.#child.ended.then((end) => {
      this.#isOver = true;
      return end;
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Answers true once it receives, and its clock is set: media may be sent from then on. False when it died before. */
  async isListening(): Promise<boolean> {
    if (!(await untilBound(this.#port, () => this.#isOver))) return false;
    await this.#send(baseReport(), this.#port + 1);
    return !this.#isOver;
  }

  /** Bytes that reached the system so far. */
  async bytes(): Promise<number> {
    const names = (await readdir(this.#folder)).filter((name) => name.startsWith(takePrefix(this.number)));
    const sizes = await Promise.all(names.map((name) => stat(join(this.#folder, name)).then(({ size }) => size)));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  /** Ends it gently: what was received is written. Resolves once the process is gone. */
  async leave(): Promise<void> {
    // The farewell goes where the media goes, so that it cannot overtake it.
    if (!this.#isOver) await this.#send(goodbye(), this.#port);
    if (await this.#isGoneWithin(LEAVE_WITHIN_MS)) return;
    this.#child.kill('SIGINT');
    this.#child.kill('SIGINT');
    if (await this.#isGoneWithin(INTERRUPT_WITHIN_MS)) return;
    await this.kill();
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  async #send(packet: Buffer, port: number): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.send(packet, port, '127.0.0.1', () => resolve()));
  }

  async #isGoneWithin(ms: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), ms);
    });
    const isGone = await Promise.race([this.ended.then(() => true), late]);
    clearTimeout(timer);
    return isGone;
  }
}
