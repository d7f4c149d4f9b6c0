import i18next, { type i18n } from 'i18next';
import en from './locales/en.json' with { type: 'json' };

/** English is always there, for what another language lacks; the others are loaded for who reads them. */
const OTHERS = { ar: () => import('./locales/ar.json', { with: { type: 'json' } }) } as const;
export type Language = 'en' | keyof typeof OTHERS;

const RIGHT_TO_LEFT: readonly Language[] = ['ar'];
const RTL_LETTER = /[\u0591-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const LTR_LETTER = /[A-Za-z\u00c0-\u024f\u0370-\u058f]/;

export const directionOf = (language: Language): 'ltr' | 'rtl' => (RIGHT_TO_LEFT.includes(language) ? 'rtl' : 'ltr');

const isOther = (language: string): language is keyof typeof OTHERS => Object.hasOwn(OTHERS, language);
const isOurs = (language: string): language is Language => language === 'en' || isOther(language);

/** The first language of the wishes that we have. */
export function nearestLanguage(wishes: readonly (string | undefined)[]): Language {
  for (const wish of wishes) {
    const language = wish?.toLowerCase().split(/[-_]/)[0] ?? '';
    if (isOurs(language)) return language;
  }
  return 'en';
}

/**
 * A name of the other writing direction is set apart by isolates, else it drags the words around it to its own side.
 * A name that runs with the text stays as it is, so that texts can be searched and compared.
 */
export function isolate(value: string, direction: 'ltr' | 'rtl'): string {
  const runsAgainst = (direction === 'ltr' ? RTL_LETTER : LTR_LETTER).test(value);
  return runsAgainst ? `\u2068${value}\u2069` : value;
}

export async function makeWords(language: Language): Promise<i18n> {
  const words = i18next.createInstance();
  await words.init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: {
      escapeValue: true,
      // React escapes for HTML; what is left for us is the direction of names.
      escape: (value: string) => isolate(value, directionOf(isOurs(words.language) ? words.language : 'en')),
    },
  });
  await speakIn(words, language);
  return words;
}

/** Goes on in that language; its texts are loaded the first time. */
export async function speakIn(words: i18n, language: Language): Promise<void> {
  if (isOther(language) && !words.hasResourceBundle(language, 'translation'))
    words.addResourceBundle(language, 'translation', (await OTHERS[language]()).default);
  await words.changeLanguage(language);
}

/** Language, direction and title of the document follow the words. */
export function dressDocument(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}
