/** A start that cannot be: `message` is the one line that says why. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
}

/** Turns "address in use" into a line that names the variable to change. */
export async function whenPortIsBusy<T>(variable: string, port: number, opening: Promise<T>): Promise<T> {
  try {
    return await opening;
  } catch (error) {
    if (isErrorWithCode(error) && error.code === 'EADDRINUSE') throw new StartProblem(`${variable}: port ${port} is in use`);
    if (isErrorWithCode(error) && (error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL'))
      throw new StartProblem(`${variable}: port ${port} cannot be opened (${error.code})`);
    throw error;
  }
}

/** Calls `end` when the process that started this one is gone, however it went: its IPC channel or our standard input closes. */
export function endWithParent(end: (why: string) => void): void {
  if (process.connected) {
    process.once('disconnect', () => end('the parent process is gone'));
    return;
  }
  process.stdin.once('end', () => end('the parent process is gone'));
  process.stdin.once('error', () => end('the parent process is gone'));
  process.stdin.resume();
}

const isErrorWithCode = (error: unknown): error is { readonly code: unknown } =>
  typeof error === 'object' && error !== null && 'code' in error;
