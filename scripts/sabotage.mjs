// `npm run sabotage [-- ID]`: breaks each promise on purpose, in a copy of the tree, and demands that the
// test that carries it fails. A test that passes although its promise is broken proves nothing.
import { readdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { ensureNode, ensurePackages } from './lib/npm-packages.mjs';
import { repository } from './lib/repository.mjs';
import { carryOut, copyTree, readSabotage } from './lib/sabotage.mjs';
import { runScript, SetupProblem } from './lib/setup-problem.mjs';

await runScript(async () => {
  await ensurePackages();
  const elsewhere = await ensureNode(process.argv.slice(1));
  if (elsewhere !== undefined) return elsewhere;
  const wanted = process.argv.slice(2);
  const patches = readdirSync(repository('scenarios/sabotage'))
    .filter((name) => name.endsWith('.patch') && (wanted.length === 0 || wanted.some((id) => name.startsWith(`${id}-`) || name === id)))
    .sort();
  if (patches.length === 0) throw new SetupProblem(`There is no sabotage ${wanted.join(' ')} in scenarios/sabotage.`);
  const copy = await copyTree();
  const rows = [];
  try {
    for (const patch of patches) {
      const sabotage = readSabotage(repository('scenarios/sabotage', patch));
      const row = { promise: basename(patch, '.patch'), ...(await carryOut(copy, sabotage)) };
      rows.push(row);
      console.log(`${row.noticed ? 'noticed ' : 'MISSED  '} ${row.promise}: ${row.how}`);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  const missed = rows.filter((row) => !row.noticed).length;
  console.log(`\n${rows.length - missed} passed, ${missed} failed`);
  return missed === 0 ? 0 : 1;
});
