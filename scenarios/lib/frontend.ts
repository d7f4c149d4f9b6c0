import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './child.ts';

let built: Promise<void> | undefined;

/** The frontend as `npm start` builds it, when its sources have changed since the last time. */
export function buildOnce(): Promise<void> {
  built ??= (async () => {
    const file = pathToFileURL(join(ROOT, 'scripts/lib/frontend-build.mjs')).href;
    const { buildFrontend } = (await import(file)) as { buildFrontend: () => Promise<void> };
    await buildFrontend();
  })();
  return built;
}
