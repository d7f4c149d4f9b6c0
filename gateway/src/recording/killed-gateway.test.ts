import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { NodeId, RecordingId } from '@liveclass/contract';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { until } from '../testing/until.ts';
import { createRecorder } from './recorder.ts';
import { ffmpegPids } from './testing/bench.ts';
import { quietLog } from './testing/log.ts';
import { framesOf } from './testing/look.ts';

it('[RE28] leaves no FFmpeg behind when the gateway is killed, and its next start makes the film of what was recorded', async () => {
  const script = fileURLToPath(new URL('./testing/recording-process.ts', import.meta.url));
  const gateway = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: gateway.stdout }), 'line');
  const { folder, recordingId } = z.object({ folder: z.string(), recordingId: RecordingId }).parse(JSON.parse(String(line)));
  try {
    expect((await ffmpegPids(folder)).length).toBe(2);
    const from = Date.now();
    await until('four seconds are recorded', () => Date.now() - from > 4000);
    gateway.kill('SIGKILL');
    await until('every FFmpeg is gone', async () => (await ffmpegPids(folder)).length === 0);
    const recorder = await createRecorder({
      taps: { find: () => undefined },
      clock: { now: () => Date.now() },
      log: quietLog,
      node: NodeId.parse('test-1'),
      folder,
      ffmpegPath: process.env['FFMPEG_PATH'] ?? 'ffmpeg',
    });
    const status = await until('the film is ready', () => recorder.all().find(({ phase }) => phase === 'ready'), 60_000);
    await recorder.end();
    expect(status).toMatchObject({ recordingId, reason: 'gateway-failed' });
    const seen = framesOf(join(folder, recordingId, 'recording.mp4')).flatMap(({ filmMs }) => (filmMs === undefined ? [] : [filmMs]));
    expect(Math.max(...seen) - Math.min(...seen)).toBeGreaterThan(2000);
  } finally {
    gateway.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
});
