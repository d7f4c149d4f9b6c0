import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  readonly timeoutMs?: number;
  readonly everyMs?: number;
}

/**
 * Waits for a state: asks until the answer is neither undefined, null nor false and nothing is thrown. When it takes too long, the
 * error tells what was waited for and the last reason why it was not so.
 */
export async function until<T>(
  description: string,
  ask: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  { timeoutMs = 60_000, everyMs = 100 }: Patience = {},
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let last = 'never asked';
  do {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== null && answer !== false) return answer;
      last = `the answer was ${answer}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await pause(everyMs);
  } while (Date.now() < deadline);
  throw new Error(`Waited ${timeoutMs} ms for: ${description}. Last: ${last}`);
}

/** Lets the class go on for so long: what is recorded needs a length. */
export async function forSeconds(seconds: number): Promise<void> {
  const from = Date.now();
  await until(`${seconds} s of class`, () => Date.now() - from >= seconds * 1000, { timeoutMs: seconds * 1000 + 10_000 });
}
