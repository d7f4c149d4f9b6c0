import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MongoMemoryReplSet } from 'mongodb-memory-server-core';
import { ROOT } from './child.ts';
import { buildOnce } from './frontend.ts';

interface Binaries {
  ensureMongod(): Promise<string>;
  ensureWorker(): Promise<string>;
  ensureFfmpeg(): Promise<string>;
  ensureChromium(): Promise<string>;
}

/** For a script that runs outside the tests: what their global setup gives them. Resolves with the database, to be stopped. */
export async function prepare(): Promise<MongoMemoryReplSet> {
  const setup = (await import(pathToFileURL(join(ROOT, 'scripts/lib/binaries.mjs')).href)) as Binaries;
  process.env['MEDIASOUP_WORKER_BIN'] = await setup.ensureWorker();
  process.env['FFMPEG_PATH'] = await setup.ensureFfmpeg();
  process.env['CHROMIUM_PATH'] = await setup.ensureChromium();
  const mongo = await MongoMemoryReplSet.create({
    binary: { systemBinary: await setup.ensureMongod(), checkMD5: false },
    replSet: { count: 1, name: 'rs0', ip: '127.0.0.1', storageEngine: 'wiredTiger' },
  });
  process.env['TEST_MONGODB_URI'] = mongo.getUri();
  await buildOnce();
  return mongo;
}

/** A fake camera is called by the path of its file; a picture for people should not show where it was made. */
export const deviceNames = `
  const list = navigator.mediaDevices?.enumerateDevices?.bind(navigator.mediaDevices);
  const names = { audioinput: 'Built-in microphone', videoinput: 'Built-in camera', audiooutput: 'Built-in speaker' };
  if (list)
    navigator.mediaDevices.enumerateDevices = async () =>
      (await list()).map(({ deviceId, groupId, kind, label }) => ({ deviceId, groupId, kind, label: label && names[kind] }));
`;
