// `npm run check`: everything that can be known without running the product. `--only NAME[,NAME]` runs
// some of it; `--in FOLDER` looks at another copy of the tree, which the check's own test plants faults in.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { lengths, onePlace, randomness } from './checks/house.mjs';
import { specification } from './checks/specification.mjs';
import { deadCode, layers, lint, types } from './checks/tools.mjs';
import { wording } from './checks/wording.mjs';
import { ensureNode, ensurePackages } from './lib/npm-packages.mjs';
import { repository } from './lib/repository.mjs';
import { runScript, SetupProblem } from './lib/setup-problem.mjs';

/** Each takes the folder to look at and answers its complaints, one a line; none is a pass. */
const CHECKS = { lint, layers, lengths, onePlace, randomness, specification, wording, types, deadCode };

await runScript(async () => {
  const { values } = parseArgs({ options: { only: { type: 'string' }, in: { type: 'string' } } });
  if (!values.in) await ensurePackages();
  const elsewhere = await ensureNode(process.argv.slice(1));
  if (elsewhere !== undefined) return elsewhere;
  const folder = resolve(values.in ?? repository());
  let failed = 0;
  for (const name of chosen(values.only)) {
    const complaints = await CHECKS[name](folder);
    console.log(`${complaints.length === 0 ? 'ok    ' : 'FAILED'} ${name}`);
    for (const complaint of complaints) console.log(`  ${complaint}`);
    if (complaints.length > 0) failed += 1;
  }
  return failed === 0 ? 0 : 1;
});

function chosen(only) {
  if (!only) return Object.keys(CHECKS);
  const names = only.split(',');
  const unknown = names.find((name) => !Object.hasOwn(CHECKS, name));
  if (unknown) throw new SetupProblem(`There is no check called ${unknown}; there are ${Object.keys(CHECKS).join(', ')}.`);
  return names;
}
