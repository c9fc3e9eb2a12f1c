import { resourceTypes } from '@continuum/standards-fhir';
import { mayTellIdentity } from '@continuum/trust-access';
import { expect, it } from 'vitest';
import { type Belonging, belongingOf, mentionsOf } from './belonging.ts';
import { spokenOf } from './spoken-of.data.ts';

const relative = { reference: 'RelatedPerson/r' };
const known = new Map<string, Belonging>([
  ['RelatedPerson/r', { owner: 'u', others: null, domain: 'identity', collected: null }],
]);

/** Of a usager or of nobody, speaking of who somebody is by every element that tells what it speaks of. */
const speaking = (resourceType: string, subject: object) => ({
  ...{ resourceType, id: 'x', ...subject },
  ...Object.fromEntries((spokenOf[resourceType] ?? []).map(element => [element, relative])),
});

it('a refusal of everything leaves to see of a person only what the types of an identity say', () => {
  const telling = resourceTypes.filter(type =>
    [{}, { subject: { reference: 'Patient/u' } }, { subject: relative }].some(
      subject => belongingOf(mentionsOf(speaking(type, subject)), known).domain === 'identity',
    ),
  );
  expect(telling.toSorted()).toEqual(['Patient', 'Person', 'Provenance', 'RelatedPerson']);
  expect(resourceTypes.filter(mayTellIdentity).toSorted()).toEqual(telling.toSorted());
});
