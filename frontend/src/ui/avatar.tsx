import type { CSSProperties } from 'react';
import styles from './avatar.module.css';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const firstOf = (word: string): string => [...graphemes.segment(word)][0]?.segment ?? '';

/** First letters of the first and the last word, by what readers call letters (an Arabic or Devanagari one is several code points). */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const [first = '', last = ''] = [words[0], words.length > 1 ? words.at(-1) : ''];
  return `${firstOf(first)}${firstOf(last)}`.toLocaleUpperCase();
}

/** The same person has the same colour everywhere. All hues are dark enough for white letters. */
export function hueOf(name: string): number {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 360;
  return hash;
}

export function Avatar({ name, isSmall = false }: { readonly name: string; readonly isSmall?: boolean }) {
  return (
    <span className={styles['avatar']} data-small={isSmall || undefined} style={{ '--hue': hueOf(name) } as CSSProperties} aria-hidden>
      {initialsOf(name)}
    </span>
  );
}
