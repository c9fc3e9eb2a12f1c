/** Lower case, without the accents of French: `Éloïse` is found by `eloi`. @param text an expression of SQL. */
export const plain = (text: string): string =>
  `translate(lower(${text}), 'àâäçéèêëîïôöùûüÿ', 'aaaceeeeiioouuuy')`;

/** The text that is looked for, as a pattern of LIKE: what it holds is no wildcard. Null when nothing is. */
export const toPattern = (text: string | undefined): string | null =>
  text?.trim() ? `%${text.trim().replace(/[\\%_]/g, '\\$&')}%` : null;
