import type { Property } from '../definition/shape.ts';
import { isObject } from '../fhirpath/node.ts';
import { nearName } from './near-name.ts';
import { contains, openValueSets, type ValueSet, valueSet } from './value-set.ts';
import { isFull, report, type Visit } from './visit.ts';

export type CheckBinding = (value: unknown, visit: Visit) => void;

/** The check of a required binding; undefined when the property has none, or none that can be checked. */
export function bindingCheck({ valueSet: url, type }: Property): CheckBinding | undefined {
  if (!url) return undefined;
  const set = valueSet(url);
  if (set) return type === 'CodeableConcept' || type === 'Coding' ? conceptCheck(set) : codeCheck(set);
  const form = openValueSets[url]?.form;
  return form && type === 'code' ? formCheck(form, url) : undefined;
}

function codeCheck(set: ValueSet): CheckBinding {
  return (value, visit) => {
    if (typeof value !== 'string' || set.codes.has(value) || isFull(visit)) return;
    const near = nearName(value, set.codes);
    const mend = near === undefined ? `use one of ${sample(set)}` : `did you mean "${near}"?`;
    report(visit, 'code-invalid', `"${value.slice(0, 60)}" is not a code of ${set.url}; ${mend}`);
  };
}

function sample({ codes }: ValueSet): string {
  const shown = [...codes].slice(0, 12).join(', ');
  return codes.size > 12 ? `${shown}, …` : shown;
}

function conceptCheck(set: ValueSet): CheckBinding {
  return (value, visit) => {
    if (!isObject(value) || contains(set.url, value)) return;
    const systems = [...set.bySystem.keys()].join(' or ');
    report(
      visit,
      'code-invalid',
      `A coding of ${set.url} is required; use one of ${sample(set)} of system ${systems}.`,
    );
  };
}

function formCheck(form: RegExp, url: string): CheckBinding {
  return (value, visit) => {
    if (typeof value !== 'string' || form.test(value)) return;
    report(visit, 'code-invalid', `"${value.slice(0, 60)}" has not the form of a code of ${url}.`);
  };
}
