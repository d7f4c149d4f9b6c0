import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { buildFrontend } from './lib/frontend-build.mjs';
import { repository } from './lib/repository.mjs';

it('[HO16] the frontend is built for production, also where the environment is that of tests', async () => {
  expect(process.env['NODE_ENV']).not.toBe('production');
  await buildFrontend();
  const folder = repository('frontend/dist/assets');
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(5);
  const text = scripts.map((name) => readFileSync(`${folder}/${name}`, 'utf8')).join('\n');
  expect(text).toContain('liveclass');
  // What only React's development half says.
  expect(text).not.toContain('React DevTools');
}, 300_000);
