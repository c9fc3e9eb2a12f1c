import type { Language } from './language.ts';
import { sentences } from './sentences.data.ts';

type Sentence = keyof typeof sentences;

/** Says a sentence of a copy; `{name}` in it is what `values` gives for it. */
export const say = (
  sentence: Sentence,
  language: Language,
  values: Readonly<Record<string, string>> = {},
): string => sentences[sentence][language].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

/** Whether a word is one of those that a copy says. */
export const isSentence = (word: string): word is Sentence => word in sentences;
