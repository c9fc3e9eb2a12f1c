/** The same sentence in the two languages of the console. */
export interface Text {
  fr: string;
  en: string;
}

/** A sentence with its `{names}` replaced; what is not there is left out. */
export const fill = (sentence: string, values: Readonly<Record<string, number | string>>): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
