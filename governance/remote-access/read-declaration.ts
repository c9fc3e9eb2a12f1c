/** A declaration as its signed text says it (`statement.ts`). */
export interface DeclarationStatement {
  statement: string;
  id: string;
  declared: string;
  who: { reference: string; name: string };
  authorization: string;
  organization: { reference: string; name: string };
  usualPlace: { reference: string; name: string };
  extension: { kind: 'home' | 'patient-home'; municipality?: string };
  device: { name: string; key: string };
  conditions: { version: string; accepted: string[] };
}

/** Every member there is, and what each is made of. */
const members: Readonly<Record<string, readonly string[]>> = {
  ...{ statement: [], id: [], declared: [], authorization: [] },
  ...{ who: ['reference', 'name'], organization: ['reference', 'name'], usualPlace: ['reference', 'name'] },
  ...{ extension: ['kind', 'municipality'], device: ['name', 'key'], conditions: ['version', 'accepted'] },
};

const isKnown = ([name, value]: [string, unknown]): boolean => {
  if (!Object.hasOwn(members, name)) return false;
  const inside = members[name]!;
  if (inside.length === 0) return typeof value === 'string';
  return typeof value === 'object' && value !== null && Object.keys(value).every(key => inside.includes(key));
};

/** Reads it; undefined for a text that says anything which a screen does not show: it is then not signed. */
export function readDeclaration(text: string): DeclarationStatement | undefined {
  try {
    const parsed = JSON.parse(text) as DeclarationStatement;
    const whole = Object.keys(members).every(name => Object.hasOwn(parsed, name));
    return whole && Object.entries(parsed).every(isKnown) ? parsed : undefined;
  } catch {
    return undefined; // not JSON: there is nothing to show
  }
}
