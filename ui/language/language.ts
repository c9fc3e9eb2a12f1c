import i18next from 'i18next';
import ICU from 'i18next-icu';
import { initReactI18next } from 'react-i18next';

/** Languages of the screens. French is complete and first; English is one click away. */
export type Language = 'fr' | 'en';

const kept = 'continuum.language';

/** The tag that Intl and `lang` attributes take. */
export const localeOf = (language: Language): string => (language === 'en' ? 'en-CA' : 'fr-CA');

function keptLanguage(): Language {
  try {
    return globalThis.localStorage?.getItem(kept) === 'en' ? 'en' : 'fr';
  } catch {
    return 'fr'; // storage may be closed to the page; French then
  }
}

/** One instance for the page: every room adds its own texts to it. */
export const i18n = i18next.createInstance();

void i18n
  .use(new ICU())
  .use(initReactI18next)
  .init({
    lng: keptLanguage(),
    fallbackLng: 'fr',
    keySeparator: false,
    nsSeparator: false,
    resources: {},
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });

/** The language of the screens now. */
export const currentLanguage = (): Language => (i18n.language === 'en' ? 'en' : 'fr');

function markDocument() {
  if (typeof document !== 'undefined') document.documentElement.lang = localeOf(currentLanguage());
}

markDocument();

/** Changes the language everywhere at once and remembers it on this device. */
export async function changeLanguage(language: Language): Promise<void> {
  await i18n.changeLanguage(language);
  markDocument();
  try {
    localStorage.setItem(kept, language);
  } catch {
    // Not kept: the choice holds until the page is closed.
  }
}
