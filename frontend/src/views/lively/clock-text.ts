const SECOND_MS = 1_000;

/** Minutes and seconds, or hours too, as a clock shows them. What is begun counts: 59.2 seconds are a minute until they are 59. */
export function clockText(ms: number, language: string): string {
  const all = Math.ceil(ms / SECOND_MS);
  const [hours, minutes, seconds] = [Math.floor(all / 3_600), Math.floor(all / 60) % 60, all % 60];
  const two = new Intl.NumberFormat(language, { minimumIntegerDigits: 2, useGrouping: false });
  const one = new Intl.NumberFormat(language, { useGrouping: false });
  const short = [one.format(minutes), two.format(seconds)];
  return hours === 0 ? short.join(':') : [one.format(hours), two.format(minutes), two.format(seconds)].join(':');
}
