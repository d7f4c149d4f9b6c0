import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { directionOf, isolate, makeWords, nearestLanguage } from './words.ts';

const SRC = import.meta.dirname;
type Words = { readonly [key: string]: string | Words };
const read = (language: string): Words => JSON.parse(readFileSync(join(SRC, 'locales', `${language}.json`), 'utf8')) as Words;

const PLURAL = /_(zero|one|two|few|many|other)$/;
function flat(words: Words, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : flat(value, `${path}${key}.`),
  );
}
const keysOf = (words: Words) => [...new Set(flat(words).map(([key]) => key.replace(PLURAL, '_n')))].sort();

const files = (folder: string, ending: RegExp): string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => ending.test(path) && !/\.test\.|testing\//.test(path))
    .map((path) => join(folder, path));

describe('the languages', () => {
  it('[TX1] have the same texts', () => {
    expect(keysOf(read('ar'))).toEqual(keysOf(read('en')));
  });

  it('[TX1] have no empty text, and fill the same gaps', () => {
    const gaps = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
    const english = new Map(flat(read('en')));
    for (const [key, text] of flat(read('ar'))) {
      expect(text, key).not.toBe('');
      // "One person", "two people": a form that names its number in words needs no figure.
      if (!PLURAL.test(key)) expect(gaps(text), key).toEqual(gaps(english.get(key) ?? ''));
    }
  });

  it('[TX2] have every plural form that the language needs', () => {
    for (const language of ['en', 'ar']) {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const keys = flat(read(language)).map(([key]) => key);
      for (const key of keys.filter((one) => one.endsWith('_other')))
        expect(keys, key).toEqual(expect.arrayContaining(forms.map((form) => key.replace(/_other$/, `_${form}`))));
    }
  });

  it('[TX3] are chosen by the course, then by the browser, and English is what is left', () => {
    expect(nearestLanguage(['ar-EG', 'en'])).toBe('ar');
    expect(nearestLanguage([undefined, 'de', 'ar_SA'])).toBe('ar');
    expect(nearestLanguage(['de', '', '__proto__', 'constructor'])).toBe('en');
    expect([directionOf('ar'), directionOf('en')]).toEqual(['rtl', 'ltr']);
  });

  it('[TX4] set a name of the other direction apart, and leave the others as they are', async () => {
    expect(isolate('Ada', 'ltr')).toBe('Ada');
    expect(isolate('ليلى', 'rtl')).toBe('ليلى');
    const english = await makeWords('en');
    expect(english.t('room.joined', { name: 'ليلى' })).toBe('\u2068ليلى\u2069 joined');
    const arabic = await makeWords('ar');
    expect(arabic.t('room.joined', { name: 'Ada' })).toContain('\u2068Ada\u2069');
    expect(arabic.t('lobby.people', { count: 2 })).toBe('شخصان في الغرفة');
  });
});

it('[TX7] a language is loaded when somebody reads it', async () => {
  const words = await makeWords('en');
  expect(words.hasResourceBundle('ar', 'translation')).toBe(false);
  await words.changeLanguage('ar');
  expect(words.t('lobby.people', { count: 2 })).toBe('شخصان في الغرفة');
  await words.changeLanguage('en');
  expect(words.t('lobby.people', { count: 2 })).toBe('2 people are in the room');
});

describe('the views', () => {
  const views = [...files(join(SRC, 'views'), /\.tsx?$/), ...files(join(SRC, 'ui'), /\.tsx?$/)];

  it('[TX5] hold no text of their own', () => {
    const found = views.flatMap((path) => {
      const source = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '');
      const between = [...source.matchAll(/(?<!=)>\s*([A-Za-z][A-Za-z ,.'!?]{3,})\s*</g)].map(([, text]) => text);
      const attributes = [...source.matchAll(/\b(?:aria-label|label|title|placeholder|tip|alt)="([^"]+)"/g)].map(([, text]) => text);
      return [...between, ...attributes].map((text) => `${path}: ${text}`);
    });
    expect(found).toEqual([]);
  });

  it('[TX6] ask for no text that is not there', () => {
    const keys = keysOf(read('en'));
    const missing = [...views, ...files(join(SRC, 'models'), /\.ts$/)].flatMap((path) => {
      const source = readFileSync(path, 'utf8');
      const asked = [...source.matchAll(/(?:\bt\(|say\()\s*'([^']+)'/g)].map(([, key]) => String(key));
      return asked.filter((key) => !keys.includes(key) && !keys.includes(`${key}_n`)).map((key) => `${path}: ${key}`);
    });
    expect(missing).toEqual([]);
  });

  it('[UI2] place things by start and end, never by left and right', () => {
    const sides =
      /(?<![\w-])(?:margin|padding|border|inset)-(?:left|right)|(?<![\w-])(?:left|right)\s*:|text-align:\s*(?:left|right)|float:/;
    const found = files(SRC, /\.css$/).filter((path) => sides.test(readFileSync(path, 'utf8')));
    expect(found).toEqual([]);
  });
});
