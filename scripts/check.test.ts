import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from './lib/run.mjs';
import { copyTree, readSabotage } from './lib/sabotage.mjs';

const CHECK = join(dirname(fileURLToPath(import.meta.url)), 'check.mjs');
let copy: string;

beforeAll(async () => {
  copy = await copyTree();
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function plant(path: string, text: string): string {
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  writeFileSync(join(copy, path), `${text}\n`);
  return path;
}

async function check(only: string): Promise<{ code: number; output: string }> {
  return run(process.execPath, [CHECK, '--in', copy, '--only', only]);
}

/** The complaints that name the planted file; the tree itself may be in the middle of a change. */
async function complaints(only: string): Promise<string> {
  const { output } = await check(only);
  return output
    .split('\n')
    .filter((line) => line.includes('planted'))
    .join('\n');
}

describe('who may import whom', () => {
  let found: string;
  const violations: ReadonlyArray<readonly [rule: string, path: string, text: string]> = [
    ['contract-imports-nothing-of-ours', 'contract/src/planted-a.ts', `export * from '../../gateway/src/ports.ts';`],
    ['contract-does-no-io', 'contract/src/planted-b.ts', `export { readFile } from 'node:fs/promises';`],
    ['no-workspace-imports-another', 'lti-tool/src/planted-c.ts', `export * from '../../gateway/src/ports.ts';`],
    ['no-workspace-imports-another', 'gateway/src/planted-d.ts', `export * from '@liveclass/fixtures/media/timecode.ts';`],
    ['no-workspace-imports-another', 'frontend/src/links/planted-e.ts', `export * from '../../../lti-tool/src/config.ts';`],
    ['product-imports-no-scripts', 'gateway/src/planted-f.ts', `export * from '../../scripts/lib/run.mjs';`],
    ['domain-is-pure', 'lti-tool/src/domain/planted-g.ts', `export { randomUUID } from 'node:crypto';`],
    ['domain-is-pure', 'gateway/src/domain/planted-h.ts', `export * from '../media/codecs.ts';`],
    ['usecases-know-only-domain-and-ports', 'lti-tool/src/usecases/planted-i.ts', `export * from '../config.ts';`],
    ['ports-know-no-adapter', 'lti-tool/src/ports/planted-j.ts', `export * from '../config.ts';`],
    ['adapters-are-apart', 'lti-tool/src/adapters/http/planted-k.ts', `export * from '../mongo/events.ts';`],
    ['only-main-constructs-adapters', 'lti-tool/src/planted-l.ts', `export * from './adapters/mongo/events.ts';`],
    ['nothing-imports-main', 'gateway/src/planted-m.ts', `export * from './main.ts';`],
    ['mediasoup-has-one-home', 'gateway/src/control/planted-n.ts', `export type { types } from 'mediasoup';`],
    ['ltijs-has-one-home', 'lti-tool/src/adapters/http/planted-o.ts', `export * from 'ltijs';`],
    ['mongoose-has-one-home', 'lti-tool/src/adapters/http/planted-p.ts', `export type { Connection } from 'mongoose';`],
    ['ffmpeg-has-one-home', 'gateway/src/media/planted-q.ts', `export { default } from 'fluent-ffmpeg';`],
    ['react-has-one-home', 'frontend/src/models/planted-r.ts', `export { useState } from 'react';`],
    ['mediasoup-client-has-one-home', 'frontend/src/models/planted-s.ts', `export { Device } from 'mediasoup-client';`],
    ['no-circles', 'gateway/src/planted-t.ts', `import { u } from './planted-u.ts';\nexport const t = () => u;`],
    ['everything-resolves', 'gateway/src/planted-v.ts', `export * from './not-there.ts';`],
  ];
  beforeAll(async () => {
    plant('gateway/src/planted-u.ts', `import { t } from './planted-t.ts';\nexport const u = () => t;`);
    for (const [, path, text] of violations) plant(path, text);
    found = await complaints('layers');
  });
  afterAll(() => {
    for (const path of [...violations.map((row) => row[1]), 'gateway/src/planted-u.ts']) rmSync(join(copy, path));
  });
  for (const [rule, path] of violations) {
    it(`[HO2] ${rule} is broken by ${path}`, () => {
      expect(found).toMatch(new RegExp(`${rule}: ${path}|${rule}:.*planted-[tu]`));
    });
  }
});

describe('what no source may contain', () => {
  let found: string;
  const violations: ReadonlyArray<readonly [rule: string, path: string, text: string]> = [
    ['noProcessEnv', 'gateway/src/media/planted-a.ts', `export const a = process.env['HOME'];`],
    ['noExplicitAny', 'gateway/src/media/planted-b.ts', 'export const b = (x: any): string => String(x);'],
    ['noNonNullAssertion', 'gateway/src/media/planted-c.ts', 'export const c = (x: string | undefined): string => x!;'],
    ['noEnum', 'gateway/src/media/planted-d.ts', 'export enum D {\n  A = 1,\n}'],
    ['noRestrictedGlobals', 'lti-tool/src/domain/planted-e.ts', 'export const e = (): number => Date.now();'],
    ['noRestrictedGlobals', 'gateway/src/domain/planted-f.ts', `export const f = (): unknown => fetch('http://localhost');`],
    [
      'noDangerouslySetInnerHtml',
      'frontend/src/views/planted-g.tsx',
      `export const G = () => <p dangerouslySetInnerHTML={{ __html: '' }} />;`,
    ],
    ['noExcessiveLinesPerFunction', 'gateway/src/media/planted-h.ts', `export function h(): void {\n${'  h();\n'.repeat(41)}}`],
    ['noSkippedTests', 'gateway/src/media/planted-i.test.ts', `import { it } from 'vitest';\n\nit.skip('later', () => {});`],
    ['format', 'gateway/src/media/planted-j.ts', 'export const j   = "x"'],
    ['file-length', 'gateway/src/media/planted-k.ts', '// line\n'.repeat(401)],
    ['no-math-random', 'lti-tool/src/usecases/planted-l.ts', 'export const l = (): number => Math.random();'],
  ];
  beforeAll(async () => {
    for (const [, path, text] of violations) plant(path, text);
    found = await complaints('lint,lengths,randomness');
  });
  afterAll(() => {
    for (const [, path] of violations) rmSync(join(copy, path));
  });
  for (const [rule, path] of violations) {
    it(`[HO3] ${rule} is broken by ${path}`, () => {
      expect(found).toMatch(new RegExp(`${rule}: ${path}`));
    });
  }
  it('[HO3] ffmpeg-in-one-file is broken by a second file in the recorder', async () => {
    const path = plant('gateway/src/recording/planted-second.ts', `export { default } from 'fluent-ffmpeg';`);
    expect(await complaints('onePlace')).toContain('ffmpeg-in-one-file');
    rmSync(join(copy, path));
  });
});

it('[HO4] a rule without a test, a test without a rule and a rule written twice fail the check', async () => {
  const rules = plant('docs/spec/planted.md', '- **ZZ1** Tested nowhere.\n- **ZZ2** Said once.\n- **ZZ2** Said twice.');
  const test = plant('gateway/src/planted.test.ts', `import { it } from 'vitest';\n\nit('[Z${'Z3'}] is no rule', () => {});`);
  const { code, output } = await check('specification');
  expect(code).toBe(1);
  expect(output).toContain('rule-without-test: ZZ1 (docs/spec/planted.md)');
  expect(output).toContain('rule-twice: ZZ2');
  expect(output).toContain('test-without-rule: ZZ3 (gateway/src/planted.test.ts)');
  for (const path of [rules, test]) rmSync(join(copy, path));
});

it('[HO5] unfinished notes, registry hosts and paths of one machine are named with their line', async () => {
  // Put together here, or this file would itself be one of those that the check complains about.
  const words = [
    ['unfinished-note', 'TO', 'DO'],
    ['unfinished-note', 'FIX', 'ME'],
    ['registry-host', 'registry.', 'npmjs.org'],
  ];
  const files = [...words, ['machine-path', '/ro', 'ot/thing']].map(([rule, a, b], index) => {
    return [rule, plant(`docs/planted-${index}.md`, `first\nsee ${a}${b}`)] as const;
  });
  const found = await complaints('wording');
  for (const [rule, path] of files) {
    expect(found).toContain(`${rule}: ${path}:2`);
    rmSync(join(copy, path));
  }
});

it('[HO6] an export that nobody uses and a type that does not fit fail the check', async () => {
  plant('gateway/src/domain/planted-dead.ts', `export const nobody = 'zz';`);
  const dead = await check('deadCode');
  expect(dead.code).toBe(1);
  expect(dead.output).toContain('gateway/src/domain/planted-dead.ts');
  const small = await copyTree({ only: ['contract', 'tsconfig.json', 'package.json'] });
  try {
    writeFileSync(join(small, 'contract/src/planted.ts'), `export const wrong: number = 'text';\n`);
    const types = await run(process.execPath, [CHECK, '--in', small, '--only', 'types']);
    expect(types.code).toBe(1);
    expect(types.output).toMatch(/contract\/src\/planted\.ts\(1,14\): error TS2322/);
  } finally {
    rmSync(small, { recursive: true, force: true });
  }
  // Two compilers over the whole tree, perhaps beside other tests on two cores.
}, 240_000);

it('[HO13] every sabotage names an existing test and still fits the tree', async () => {
  const folder = join(copy, 'scenarios/sabotage');
  const faults: string[] = [];
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.patch'))) {
    const { path, test, title } = readSabotage(join(folder, name));
    // Titles of tables are put together at run time, so the rule's id is what can be looked for.
    const mark = /\[[A-Z]+\d+/.exec(title)?.[0] ?? title;
    if (!existsSync(join(copy, test)) || !readFileSync(join(copy, test), 'utf8').includes(mark))
      faults.push(`${name}: no ${mark} in ${test}`);
    const { code, output } = await run('git', ['apply', '--check', path], { cwd: copy });
    if (code !== 0) faults.push(`${name}: ${output}`);
  }
  expect(faults).toEqual([]);
}, 120_000);
