/** The only things a machine may lack: a Moodle to talk to, and the right to make network namespaces. */
const ALLOWED_SKIP = /MOODLE_DIR|network namespace/i;

/** Reads vitest's JSON report; a run that died before writing one counts as nothing run. */
export function reportOf(read) {
  try {
    return JSON.parse(read());
  } catch {
    return undefined;
  }
}

/**
 * Tells what failed and was skipped, and the last line.
 * @returns {number} the exit code: 0 only when everything that ran passed, something ran, and every skip is allowed
 */
export function tellResults({ report, checked, code }) {
  const tests = (report?.testResults ?? []).flatMap((file) => file.assertionResults.map((test) => ({ ...test, file: file.name })));
  const failed = tests.filter((test) => test.status === 'failed');
  const skipped = tests.filter((test) => ['skipped', 'pending', 'todo', 'disabled'].includes(test.status));
  const passed = tests.filter((test) => test.status === 'passed');
  // A file that could not be loaded has no tests to fail, but is one failure.
  const broken = (report?.testResults ?? []).filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const notAllowed = skipped.filter((test) => !ALLOWED_SKIP.test(test.fullName));
  const problems = [
    ...failed.map((test) => `FAILED ${test.fullName}\n       ${test.file}\n${indent(test.failureMessages?.[0])}`),
    ...broken.map((file) => `FAILED ${file.name}\n${indent(file.message)}`),
    ...notAllowed.map((test) => `SKIPPED without an allowed reason: ${test.fullName}\n       ${test.file}`),
    ...(checked ? [] : ['FAILED npm run check; its complaints stand above the tests.']),
    ...(tests.length === 0 ? ['FAILED no test ran.'] : []),
  ];
  const sum = failed.length + broken.length + notAllowed.length + (checked ? 0 : 1) + (tests.length === 0 ? 1 : 0);
  // The runner also fails for an error outside any test, which then is not in the report.
  const outside = code !== 0 && sum === 0 ? 1 : 0;
  if (outside) problems.push('FAILED an error outside any test; it stands above.');
  console.log(`\n${problems.join('\n\n')}${problems.length > 0 ? '\n' : ''}`);
  const skips = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  console.log(`${passed.length} passed, ${sum + outside} failed${skips}`);
  return sum + outside === 0 ? 0 : 1;
}

function indent(text = '') {
  return text
    .split('\n')
    .slice(0, 12)
    .map((line) => `       ${line}`)
    .join('\n');
}
