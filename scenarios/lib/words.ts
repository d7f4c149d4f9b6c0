import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './child.ts';

type Language = 'en' | 'ar';
type Words = { readonly [key: string]: string | Words };

const files = new Map<Language, Words>();

/** The product's own words, so that a story finds a control by the name people read. `{{x}}` is filled from `values`. */
export function words(key: string, values: Readonly<Record<string, string>> = {}, language: Language = 'en'): string {
  const file = files.get(language) ?? (JSON.parse(readFileSync(join(ROOT, 'frontend/src/locales', `${language}.json`), 'utf8')) as Words);
  files.set(language, file);
  const found = key.split('.').reduce<string | Words | undefined>((at, part) => (typeof at === 'object' ? at[part] : undefined), file);
  if (typeof found !== 'string') throw new Error(`There are no words for ${key}.`);
  return found.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}
