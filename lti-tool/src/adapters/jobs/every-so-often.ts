import type { Log } from '../../ports/log.ts';

/** Runs a round again and again, never two at once, until it is ended. */
export function everySoOften(work: () => Promise<void>, ms: number, log: Log): { end(): Promise<void> } {
  let present: Promise<void> | undefined;
  const timer = setInterval(() => {
    present ??= work()
      .catch((error: unknown) => log.warn({ err: error }, 'a round of tidying failed'))
      .finally(() => {
        present = undefined;
      });
  }, ms);
  return {
    async end() {
      clearInterval(timer);
      await present;
    },
  };
}
