import { setTimeout as delay } from 'node:timers/promises';

/** Waits until `look` no longer throws and answers something true, and says the last reason when it never does. */
export async function until<T>(what: string, look: () => T | Promise<T>, patienceMs = 15_000): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const { value, reason } = await attempt(look);
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`waited ${patienceMs} ms for: ${what}; last: ${reason}`);
    await delay(15);
  }
}

async function attempt<T>(look: () => T | Promise<T>): Promise<{ value?: T; reason: string }> {
  try {
    const value = await look();
    return { value, reason: JSON.stringify(value) ?? String(value) };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
