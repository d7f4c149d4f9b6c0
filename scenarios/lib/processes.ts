import { readdirSync, readFileSync } from 'node:fs';

/** Parent and state of a process by the kernel's word; undefined when there is none. */
function statusOf(pid: number): { parent: number; state: string } | undefined {
  try {
    const found = /^\d+ \(.*\) (\S) (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return found ? { state: String(found[1]), parent: Number(found[2]) } : undefined;
  } catch {
    // It ended while we were looking.
    return undefined;
  }
}

/** A zombie has ended; only its parent has not noticed. */
export const isAlive = (pid: number): boolean => !['Z', 'X', undefined].includes(statusOf(pid)?.state);

const everybody = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

export const childrenOf = (pid: number): number[] => everybody().filter((one) => statusOf(one)?.parent === pid);

/** Children, their children, and so on. */
export const descendantsOf = (pid: number): number[] => childrenOf(pid).flatMap((one) => [one, ...descendantsOf(one)]);

export const commandOf = (pid: number): string => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
