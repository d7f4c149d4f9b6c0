import { readFile, stat } from 'node:fs/promises';
import { PlatformRegistration } from '@liveclass/contract';
import { z } from 'zod';
import type { Clock, Platforms } from '../../ports/identity.ts';
import type { Log } from '../../ports/log.ts';

interface Ports {
  readonly store: Platforms & { put(registration: PlatformRegistration): Promise<void> };
  /** Makes the tool's key pair of a new registration, so that the platform finds it published before the first launch. */
  readonly ensureKeys: (platform: PlatformRegistration) => Promise<unknown>;
  readonly clock: Clock;
  readonly log: Log;
}

const LOOK_EVERY_MS = 1_000;

/** Registrations of a JSON file beside those in the store; the file may appear or change while the tool runs. */
export function withPlatformsFile({ store, ensureKeys, clock, log }: Ports, path: string | undefined) {
  let lookedAt = -Infinity;
  let changedAt = -1;
  let reading: Promise<void> | undefined;

  async function load(file: string): Promise<void> {
    const found = await stat(file).catch(() => undefined);
    if (!found || found.mtimeMs === changedAt) return;
    const registrations = z
      .array(PlatformRegistration)
      .max(1000)
      .parse(JSON.parse(await readFile(file, 'utf8')));
    for (const registration of registrations) {
      await store.put(registration);
      await ensureKeys(registration);
    }
    changedAt = found.mtimeMs;
    log.info({ platforms: registrations.length }, 'platform registrations were read');
  }

  /** Looks at the file once a second at most; a file that cannot be read changes nothing. */
  async function look(): Promise<void> {
    if (path === undefined || clock.now() - lookedAt < LOOK_EVERY_MS) return reading;
    lookedAt = clock.now();
    reading = load(path).catch((error: unknown) => {
      log.error(
        { cause: error instanceof Error ? error.message : 'unknown' },
        'PLATFORMS_FILE could not be read; what was registered before stays',
      );
    });
    return reading;
  }

  const platforms: Platforms = {
    async find(issuer, clientId) {
      await look();
      return store.find(issuer, clientId);
    },
    async list() {
      await look();
      return store.list();
    },
    known: (issuer, clientId) => store.known(issuer, clientId),
    admitDeployment: (issuer, clientId, deploymentId) => store.admitDeployment(issuer, clientId, deploymentId),
  };
  return { platforms, load: async () => (path === undefined ? undefined : load(path)) };
}
