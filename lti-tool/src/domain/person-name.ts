import { LIMITS } from '@liveclass/contract';

/**
 * Control characters, and the marks that turn or hide text: a name must not reorder the line it stands in, nor look empty.
 * Joiners stay: Persian and many emoji need them.
 */
const HIDING = /[\p{Cc}\u00ad\u061c\u115f\u1160\u200b\u200e\u200f\u2028-\u202f\u2060-\u206f\u3164\ufeff\ufff9-\ufffb]|\p{Cs}/gu;

/** Text from an LMS as it may be shown on one line: cleaned, and cut without breaking a character. */
export function shownText(text: string, most: number): string {
  const clean = text.normalize('NFC').replace(HIDING, ' ').replace(/\s+/gu, ' ').trim();
  if (clean.length <= most) return clean;
  const cut = clean.slice(0, most);
  return (/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut).trimEnd();
}

/** The name a person goes by; empty where the LMS tells none. */
export function nameOf(told: { readonly name?: string; readonly givenName?: string; readonly familyName?: string }): string {
  const parts = [told.givenName, told.familyName].filter((part) => part !== undefined).join(' ');
  return shownText(told.name ?? '', LIMITS.personNameChars) || shownText(parts, LIMITS.personNameChars);
}

/** A language tag in its one right form (Moodle says `pt_br`); undefined for anything that is none. */
export function languageOf(tag: string | undefined): string | undefined {
  if (tag === undefined || tag.length > 35) return undefined;
  try {
    return Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0];
  } catch {
    return undefined;
  }
}
