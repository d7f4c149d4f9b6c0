/**
 * Something the person at the keyboard has to mend (a missing package, a port in use, a bad value).
 * The message is one line that says exactly what to do; it is printed without a stack.
 */
export class SetupProblem extends Error {
  name = 'SetupProblem';
}

/** Runs a script's body; a SetupProblem ends it with its one line, anything else with its stack. */
export async function runScript(body) {
  try {
    const code = await body();
    if (typeof code === 'number') process.exitCode = code;
  } catch (error) {
    console.error(error instanceof SetupProblem ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
