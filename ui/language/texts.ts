import { useTranslation } from 'react-i18next';
import { currentLanguage, i18n, type Language } from './language.ts';

/** What an ICU message may be given. */
export type Values = Record<string, string | number | Date | boolean | null | undefined>;

/** A room's texts: its name and its keys. Made by `defineTexts`. */
export interface Texts<Key extends string> {
  readonly room: string;
  readonly keys: readonly Key[];
}

/** Says one of a room's texts in the current language (ICU MessageFormat). */
export type Say<Key extends string> = (key: Key, values?: Values) => string;

/**
 * Adds a room's texts. French gives the keys; English must have the same ones, neither more nor fewer
 * (checked by the compiler).
 */
export function defineTexts<const French extends Record<string, string>>(
  room: string,
  fr: French,
  en: { [K in keyof French]: string },
): Texts<keyof French & string> {
  i18n.addResourceBundle('fr', room, fr);
  i18n.addResourceBundle('en', room, en);
  return { room, keys: Object.keys(fr) };
}

/** A room's texts in the current language; the component renders again when the language changes. */
export function useText<Key extends string>(texts: Texts<Key>): Say<Key> {
  const { t } = useTranslation(texts.room, { i18n });
  return t as unknown as Say<Key>;
}

/** The language of the screens; renders again when it changes. */
export function useLanguage(): Language {
  useTranslation(undefined, { i18n });
  return currentLanguage();
}
