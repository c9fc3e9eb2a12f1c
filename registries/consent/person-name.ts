import type { Resource } from '@continuum/standards-fhir';

interface HumanName {
  use?: string;
  text?: string;
  given?: string[];
  family?: string;
  prefix?: string[];
}

/** How a Practitioner or a Patient is called: by their official name when it is told apart. */
export function personName(resource: Resource): string {
  const names = (resource.name ?? []) as HumanName[];
  const name = names.find(({ use }) => use === 'official') ?? names[0];
  return (
    name?.text ?? [...(name?.prefix ?? []), ...(name?.given ?? []), name?.family].filter(Boolean).join(' ')
  );
}
