import type { Context } from './context.ts';

const url = 'https://continuum.health/fhir/StructureDefinition/asserted';

/** Extension: when the source said what the resource holds (MSH-7), which is not when it reached us. */
export function asserted({ asserted: at }: Context): { url: string; valueDateTime: string }[] {
  return at === undefined ? [] : [{ url, valueDateTime: at }];
}

/** Milliseconds of `asserted`; undefined when the resource does not carry it. */
export function assertedAt(resource: { [element: string]: unknown }): number | undefined {
  const extensions = (resource.extension ?? []) as { url?: string; valueDateTime?: string }[];
  const at = Date.parse(extensions.find(extension => extension.url === url)?.valueDateTime ?? '');
  return Number.isNaN(at) ? undefined : at;
}
