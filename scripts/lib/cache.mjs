import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { say } from './run.mjs';

/** Where downloaded and built binaries live: outside node_modules, so that `npm ci` does not undo a build. */
export function cacheFolder(...parts) {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(base, 'live-class', ...parts);
}

/**
 * Gives a fresh empty folder to `fill` and moves it to `target` in one step, so that a killed setup
 * never leaves a half-written binary that the next one would trust.
 */
export async function fillFolder(target, fill) {
  const partial = `${target}.${randomUUID()}.partial`;
  mkdirSync(partial, { recursive: true });
  try {
    const result = await fill(partial);
    rmSync(target, { recursive: true, force: true });
    renameSync(partial, target);
    return result;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Runs `job` while no other process of this user runs one of the same name. */
export async function withLock(name, job) {
  const path = cacheFolder(`${name}.lock`);
  mkdirSync(cacheFolder(), { recursive: true });
  let told = false;
  while (!takeLock(path)) {
    if (!told) say(`another process is already preparing ${name}; waiting for it`);
    told = true;
    await delay(500);
  }
  try {
    return await job();
  } finally {
    rmSync(path, { force: true });
  }
}

function takeLock(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  // A holder that was killed left its file behind. Two waiters may both see that and both go on; the
  // work is then done twice, which is slow but safe, because results are moved into place whole.
  if (!isHolderAlive(path)) rmSync(path, { force: true });
  return false;
}

function isHolderAlive(path) {
  try {
    process.kill(Number(readFileSync(path, 'utf8')) || Number.NaN, 0);
    return true;
  } catch (error) {
    // EPERM: alive, but somebody else's. ENOENT: just released, the next attempt decides.
    return error.code === 'EPERM' || error.code === 'ENOENT';
  }
}

/** The SHA-256 of a file as hex. */
export async function sha256OfFile(path) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

/** Whether a download answers within five seconds; a blocked network must not stall the start. */
export async function isReachable(url, method = 'HEAD') {
  try {
    const answer = await fetch(url, { method, redirect: 'follow', signal: AbortSignal.timeout(5000) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
