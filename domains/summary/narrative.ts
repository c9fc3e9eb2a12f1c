import type { Resource } from '@continuum/standards-fhir';
import { dateOf, nameOf } from './relevant.ts';

const escaped = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    character => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character]!,
  );

interface Both {
  fr: string;
  en: string;
}

/** A sentence in French, then in English. */
export const sentence = ({ fr, en }: Both): string =>
  `<p lang="fr-CA">${escaped(fr)}</p><p lang="en-CA">${escaped(en)}</p>`;

interface Quantity {
  value?: number | { toString(): string };
  unit?: string;
}

function measured({ valueQuantity, valueString, valueCodeableConcept }: Resource): string | undefined {
  const quantity = valueQuantity as Quantity | undefined;
  if (quantity?.value !== undefined) return `${quantity.value} ${quantity.unit ?? ''}`.trim();
  return valueCodeableConcept
    ? nameOf({ resourceType: '', code: valueCodeableConcept })
    : (valueString as string | undefined);
}

const line = (resource: Resource): string => {
  const parts = [nameOf(resource), measured(resource), dateOf(resource)?.slice(0, 10)];
  return `<li>${parts
    .filter(part => part !== undefined && part !== '')
    .map(part => escaped(String(part)))
    .join(' · ')}</li>`;
};

const list = (resources: readonly Resource[]): string =>
  resources.length === 0 ? '' : `<ul>${resources.map(line).join('')}</ul>`;

/** `Narrative` of a section: its sentences, then a line for each resource. */
export const narrative = (sentences: readonly Both[], resources: readonly Resource[]) => ({
  status: 'generated',
  div: `<div xmlns="http://www.w3.org/1999/xhtml">${sentences.map(sentence).join('')}${list(resources)}</div>`,
});
