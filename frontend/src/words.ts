import i18next, { type BackendModule, type i18n, type ResourceKey } from 'i18next';

/** Each is loaded when somebody reads it. */
const LANGUAGES = {
  en: () => import('./locales/en.ts'),
  ar: () => import('./locales/ar.ts'),
} as const satisfies Record<string, () => Promise<{ default: ResourceKey }>>;
export type Language = keyof typeof LANGUAGES;

const RIGHT_TO_LEFT: readonly Language[] = ['ar'];
const RTL_LETTER = /[\u0591-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const LTR_LETTER = /[A-Za-z\u00c0-\u024f\u0370-\u058f]/;

export const directionOf = (language: Language): 'ltr' | 'rtl' => (RIGHT_TO_LEFT.includes(language) ? 'rtl' : 'ltr');

const isOurs = (language: string): language is Language => Object.hasOwn(LANGUAGES, language);

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

const byDemand: BackendModule = {
  type: 'backend',
  init: () => undefined,
  async read(language, _, done) {
    try {
      done(null, isOurs(language) ? (await LANGUAGES[language]()).default : {});
    } catch (error) {
      done(error as Error, true);
    }
  },
};

export async function makeWords(language: Language): Promise<i18n> {
  const words = i18next.createInstance().use(byDemand);
  await words.init({
    lng: language,
    // All languages have the same texts, so none has to be loaded to stand in for another.
    fallbackLng: false,
    interpolation: {
      escapeValue: true,
      // React escapes for HTML; what is left for us is the direction of names.
      escape: (value: string) => isolate(value, directionOf(isOurs(words.language) ? words.language : 'en')),
    },
  });
  return words;
}

/** Language, direction and title of the document follow the words. */
export function dressDocument(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}
