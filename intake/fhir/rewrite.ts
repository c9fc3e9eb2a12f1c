/** What each reference, as it is written in the deposit, becomes: `urn:uuid:…` → `Patient/1`. */
export type References = ReadonlyMap<string, string>;

const versioned = /^(.+)\/_history\/[A-Za-z0-9.-]+$/;

function target(text: string, references: References): string | undefined {
  const direct = references.get(text);
  if (direct !== undefined) return direct;
  const unversioned = versioned.exec(text)?.[1];
  return unversioned === undefined ? undefined : references.get(unversioned);
}

/** `href` and `src` of a narrative are references too (R4 2.36.4.1). */
function inNarrative(div: string, references: References): string {
  return div.replace(/\b(href|src)="([^"]*)"/g, (whole, attribute: string, address: string) => {
    const found = target(address, references);
    return found === undefined ? whole : `${attribute}="${found}"`;
  });
}

/** An address of another element than a Reference: replaced when it is the name of an entry (`urn:…`). */
const inAddress = (text: string, references: References): string =>
  text.startsWith('urn:') ? (references.get(text) ?? text) : text;

function text(key: string, value: string, references: References): string {
  if (key === 'reference') return target(value, references) ?? value;
  if (key === 'div') return inNarrative(value, references);
  // A value is somebody's data, even when it looks like the name of an entry.
  return key === 'value' || key === 'id' ? value : inAddress(value, references);
}

/**
 * Rewrites in place every reference of a resource that the map knows: in contained resources, extensions,
 * narratives, and elements that are addresses.
 */
export function rewrite(node: unknown, references: References): void {
  if (references.size === 0 || typeof node !== 'object' || node === null) return;
  const parent = node as Record<string, unknown>;
  for (const [key, value] of Object.entries(parent)) {
    if (typeof value === 'string') parent[key] = text(key, value, references);
    else rewrite(value, references);
  }
}
