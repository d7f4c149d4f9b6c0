/** What is counted for operators. Labels come from closed lists: no ids, no names. */
export interface Meters {
  /** A wish was answered: 'ok' or the reason of its refusal. */
  wish(name: string, result: string, ms: number): void;
  linkOpened(): void;
  linkClosed(): void;
  linkRefused(reason: string): void;
  playback(result: string): void;
}
