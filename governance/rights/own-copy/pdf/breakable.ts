/** Longer than any word of a language: what is, is a number or a mistake of its source. */
const longestWord = 60;
const runs = new RegExp(`[^\\s\\u200b]{${longestWord}}(?=[^\\s\\u200b])`, 'gu');

/**
 * A text that may be broken somewhere in every run of characters without a space (by U+200B, which shows nothing). pdfkit looks for the end
 * of a line inside a run anew from its beginning for each line: with a long one, a single copy would hold up everybody.
 */
export const breakable = (text: string): string => text.replaceAll(runs, '$&\u200b');
