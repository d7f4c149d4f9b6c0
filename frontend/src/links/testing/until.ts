/** Waits for a state; when it does not come, the last value seen is the message. */
export async function until<T>(what: string, look: () => T | undefined | false, timeoutMs = 10_000): Promise<T> {
  const end = performance.now() + timeoutMs;
  let last: unknown;
  while (performance.now() < end) {
    try {
      const seen = look();
      if (seen !== undefined && seen !== false) return seen;
      last = seen;
    } catch (error) {
      last = error;
    }
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error(`Waited for ${what}; last: ${last instanceof Error ? last.message : JSON.stringify(last)}`);
}
