import { createServer, type Server } from 'node:http';

/** A start that cannot be: `message` is the one line that says why. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
}

/**
 * An HTTP server that listens and answers 503 until somebody takes it over. Ports are opened before anything else: a second
 * start by mistake must end on the busy port, before it takes the name and the recordings of the one that runs.
 */
export async function openPort(variable: string, host: string, port: number): Promise<Server> {
  const server = createServer((_request, response) => response.writeHead(503).end());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new StartProblem(`${variable}: port ${port} ${whyNot(error.code)}`)));
    server.listen(port, host, resolve);
  });
  server.removeAllListeners('error');
  return server;
}

const whyNot = (code: string | undefined): string => (code === 'EADDRINUSE' ? 'is in use' : `cannot be opened (${code ?? 'unknown'})`);

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
