import type { Resource } from './resource.ts';

/** Whether two values of JSON say the same, in whatever order their members are. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [own, others] = [Object.entries(a), new Map(Object.entries(b))];
  return (
    own.length === others.size &&
    own.every(([name, value]) => others.has(name) && isSameJson(value, others.get(name)))
  );
}

/**
 * What a resource says, when it says nothing else but its `id` and `meta`: `write` makes the same of it again. So a screen that shows
 * what was read shows all that is signed.
 * @param read may take for granted whatever shape `write` gives
 * @returns undefined when it says anything more, less or other
 */
export function readWhole<Content, Facts>(
  resource: unknown,
  read: (content: Content) => Facts,
  write: (facts: Facts) => Resource,
): Facts | undefined {
  try {
    const { id: _, meta: __, ...content } = resource as Resource;
    const facts = read(content as unknown as Content);
    return isSameJson(write(facts), content) ? facts : undefined;
  } catch (error) {
    // What has another shape has members that are not there, numbers that are none, or data that is no text or no JSON.
    if (error instanceof TypeError || error instanceof RangeError) return undefined;
    if (error instanceof SyntaxError || error instanceof DOMException) return undefined;
    throw error;
  }
}
