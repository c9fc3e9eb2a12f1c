import { expect, it } from 'vitest';
import { rewrite } from './rewrite.ts';

const references = new Map([
  ['urn:uuid:1', 'Patient/a'],
  ['Observation/x', 'Observation/b'],
]);
const rewritten = <T>(node: T): T => {
  rewrite(node, references);
  return node;
};

it('references are rewritten wherever they are', () => {
  expect(
    rewritten({
      subject: { reference: 'urn:uuid:1' },
      contained: [{ hasMember: [{ reference: 'Observation/x' }, { reference: 'Observation/x/_history/2' }] }],
      extension: [{ valueReference: { reference: 'urn:uuid:1' } }, { valueUri: 'urn:uuid:1' }],
      text: { div: '<div><a href="urn:uuid:1">1</a><img src="http://x"/></div>' },
    }),
  ).toEqual({
    subject: { reference: 'Patient/a' },
    contained: [{ hasMember: [{ reference: 'Observation/b' }, { reference: 'Observation/b' }] }],
    extension: [{ valueReference: { reference: 'Patient/a' } }, { valueUri: 'Patient/a' }],
    text: { div: '<div><a href="Patient/a">1</a><img src="http://x"/></div>' },
  });
});

it('what is not a reference stays, even when it reads like one', () => {
  const node = {
    identifier: [{ value: 'urn:uuid:1' }],
    note: 'Observation/x',
    subject: { reference: 'Patient/z' },
  };
  expect(rewritten(structuredClone(node))).toEqual(node);
});
