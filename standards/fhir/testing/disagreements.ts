/** Where this validator and `@medplum/core` differ, and why this one follows the specification. */
export interface Disagreement {
  /** Which one refuses. */
  refusedBy: 'this room' | '@medplum/core';
  about: string;
  clause: string;
  why: string;
}

export const validationDisagreements: Readonly<Record<string, Disagreement>> = {
  'reference target': {
    refusedBy: 'this room',
    about: 'a reference to a type that the element does not allow',
    clause: 'R4 2.3.0, ElementDefinition.type.targetProfile',
    why: 'the allowed targets are part of the definition; the other checks no target',
  },
  'blank narrative': {
    refusedBy: 'this room',
    about: 'a narrative with nothing but white space',
    clause: 'R4 2.4.0, txt-2',
    why: 'a rule of severity error; the other takes htmlChecks() for true',
  },
  'spaced base64': {
    refusedBy: '@medplum/core',
    about: 'base64 written over several lines',
    clause: 'R4 2.24.0.1, base64Binary',
    why: 'the regular expression of R4 allows white space between groups',
  },
  'required code': {
    refusedBy: 'this room',
    about: 'a code outside a required value set',
    clause: 'R4 4.1.5, binding strength required',
    why: 'the codes are in the definitions; the other leaves them to a terminology server',
  },
  'empty value': {
    refusedBy: 'this room',
    about: 'an empty string, object or array, or null in place of a value',
    clause: 'R4 2.6.2 (JSON), ele-1',
    why: 'an element must have a value or children; the other reads them as absent',
  },
  'missing beside others': {
    refusedBy: 'this room',
    about: 'a required element missing in an object that the other takes for absent',
    clause: 'R4 ElementDefinition.min',
    why: 'the object is there, so its required elements must be',
  },
  'form of an id or a narrative': {
    refusedBy: 'this room',
    about:
      'an id with other characters than letters, digits, "-" and "."; a narrative that is no div of XHTML',
    clause: 'R4 2.24.0.1, id; R4 2.4.0.1, txt-1',
    why: 'the forms are part of R4; the other checks neither the id of a resource nor XHTML',
  },
  'rule of a type': {
    refusedBy: 'this room',
    about:
      'a rule of severity error broken in a data type: ref-1, txt-1, per-1, qty-3, cpt-2, att-1 (mutants of `brokenRules`)',
    clause: 'R4 ElementDefinition.constraint, severity error',
    why: 'the rules of data types are rules; the other evaluates those of the resource only, and takes htmlChecks() for true',
  },
  'two types of a choice': {
    refusedBy: 'this room',
    about: 'value[x] given as a string and as something else',
    clause: 'R4 2.6.2.1',
    why: 'a choice has one of its types; the other misses some that are nested',
  },
};

export const extractionDisagreements: Readonly<Record<string, string>> = {
  'Resource.':
    'a path that begins with an abstract type finds what every resource has; the other matches concrete names only',
  'resolve() is':
    'the type of a reference is told by an absolute address or a contained resource too (R4 2.3.0); the other reads relative ones only',
};
