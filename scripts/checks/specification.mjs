import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sources, textOf } from './sources.mjs';

const ID = '[A-Z]{1,4}\\d+[a-z]?';

/** Every rule of the specification stands in the title of a test, and every id in a title is a rule. */
export function specification(folder) {
  const rules = rulesIn(folder);
  const tests = testedIn(folder);
  const complaints = [];
  for (const [id, places] of rules) {
    if (places.length > 1) complaints.push(`rule-twice: ${id} stands in ${places.join(' and ')}.`);
    if (!tests.has(id)) complaints.push(`rule-without-test: ${id} (${places[0]}) is in no test's title.`);
  }
  for (const [id, path] of tests) {
    if (!rules.has(id)) complaints.push(`test-without-rule: ${id} (${path}) stands in no specification.`);
  }
  return complaints;
}

/** Rules are written as list items: "- **AB3** What can be observed." */
function rulesIn(folder) {
  const rules = new Map();
  for (const path of specificationFiles(folder)) {
    for (const [, id] of textOf(folder, path).matchAll(new RegExp(`^[-*] \\*\\*(${ID})\\*\\*`, 'gm'))) {
      rules.set(id, [...(rules.get(id) ?? []), path]);
    }
  }
  return rules;
}

function specificationFiles(folder) {
  const parts = join(folder, 'docs/spec');
  const files = existsSync(parts) ? readdirSync(parts).filter((name) => name.endsWith('.md')) : [];
  return [...(existsSync(join(folder, 'docs/SPEC.md')) ? ['docs/SPEC.md'] : []), ...files.sort().map((name) => `docs/spec/${name}`)];
}

/** A title begins with its ids: "[AB3] ...", "[AB3, AB4] ..." or "[AB3] [AB4] ...". */
function testedIn(folder) {
  const list = `\\[${ID}(?:, ?${ID})*\\]`;
  const found = new Map();
  for (const path of [...sources(folder), ...scriptTests(folder)]) {
    if (!/\.(test|contract)\.tsx?$/.test(path)) continue;
    for (const [title] of textOf(folder, path).matchAll(new RegExp(`['"\`](?:${list} ?)+`, 'g'))) {
      for (const [id] of title.matchAll(new RegExp(ID, 'g'))) if (!found.has(id)) found.set(id, path);
    }
  }
  return found;
}

function scriptTests(folder) {
  const base = join(folder, 'scripts');
  if (!existsSync(base)) return [];
  return readdirSync(base, { recursive: true })
    .filter((path) => String(path).endsWith('.test.ts'))
    .map((path) => `scripts/${path}`);
}
