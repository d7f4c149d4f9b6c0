import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OPEN_EDX_RELEASES } from './lib/binaries.mjs';
import { ensureOpenEdx } from './lib/open-edx.mjs';
import { repository } from './lib/repository.mjs';
import { settingsFor } from './testing/open-edx.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'live-class-python-'));
  vi.stubEnv('XDG_CACHE_HOME', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** A Python that says it is 3.minor, and does as told when it should make an environment. */
function pretendPython(minor: number, venv: string): void {
  const path = join(folder, 'python3');
  const script = `#!/bin/sh\ncase "$1 $2" in\n  "-c "*) echo ${minor};;\n  "-m venv") ${venv};;\n  *) exit 1;;\nesac\n`;
  writeFileSync(path, script, { mode: 0o755 });
  vi.stubEnv('PYTHON_PATH', path);
}

const message = (release: string): Promise<string> => ensureOpenEdx(release).then(() => 'made', String);

describe('the environment of the Open edX consumer', () => {
  it('[EX10] a Python that is too old is told in one line that names its version and the remedy', async () => {
    pretendPython(10, 'exit 0');
    const told = await message('11.4.4');
    expect(told).toMatch(/^SetupProblem: Python 3\.10 is too old .*Python 3\.11 or newer.*PYTHON_PATH/);
    expect(told.split('\n')).toHaveLength(1);
  });

  it('[EX10] an interpreter that is none is told in one line', async () => {
    vi.stubEnv('PYTHON_PATH', join(folder, 'nothing'));
    expect(await message('11.4.4')).toMatch(/^SetupProblem: .*Python 3\.11 or newer with its venv module.*$/);
  });

  it('[EX10] what was half made is never used and leaves nothing behind', async () => {
    pretendPython(12, 'mkdir -p "$3/bin" && echo "the disk is full" && exit 1');
    expect(await message('9.14.3')).toMatch(/the disk is full[\s\S]*could not make an environment/);
    expect(readdirSync(join(folder, 'live-class')).filter((name) => name.endsWith('.lock'))).toEqual([]);
    expect(readdirSync(join(folder, 'live-class', 'open-edx'))).toEqual([]);
  });

  it('[EX10] everything is pinned to one version', () => {
    for (const release of OPEN_EDX_RELEASES) {
      const lines = readFileSync(repository('fixtures/open-edx', `requirements-${release}.txt`), 'utf8').split('\n');
      const wanted = lines.filter((line) => line !== '' && !line.startsWith('#'));
      expect(wanted.filter((line) => !/^[\w.-]+==[\w.]+(; python_version >= "3\.\d+")?$/.test(line))).toEqual([]);
      expect(wanted).toContain(`lti-consumer-xblock==${release}`);
    }
  });
});

it('[EX11] the guide shows pictures that exist, and the addresses that a block is given in the tests', () => {
  const path = repository('docs/guides/open-edx.md');
  const guide = readFileSync(path, 'utf8');
  const pictures = [...guide.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, picture]) => String(picture));
  expect(pictures.length).toBeGreaterThanOrEqual(5);
  expect(pictures.filter((picture) => !existsSync(join(dirname(path), picture)))).toEqual([]);
  const addresses = Object.values(settingsFor('https://YOUR-TOOL')).filter((value) => String(value).startsWith('https://'));
  for (const address of addresses) expect(guide).toContain(String(address));
});
