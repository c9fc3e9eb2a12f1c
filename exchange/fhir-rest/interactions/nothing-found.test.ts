import { createWhyMissing, type WhyMissing } from '@continuum/intake';
import type { Gap } from '@continuum/registries-organization';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { observation, patient, refusal, restriction, type TestDoor, testDoor } from '../testing/index.ts';

const gap = (domain: Gap['domain'], category: string): Gap => ({
  ...{ id: domain, organizationName: 'CHUS', domain, category, reason: 'déploiement' },
  ...{ recorded: new Date(), recordedBy: 'Practitioner/pilote' },
});

let door: TestDoor;
let why: WhyMissing;

interface Issue {
  severity: string;
  code: string;
  diagnostics: string;
}

/** What an answer without a match says of why. */
async function said(actor: string, url: string): Promise<Issue[]> {
  const answer = await door.ask(actor, url);
  expect(answer.statusCode).toBe(200);
  const { entry = [] } = answer.json() as {
    entry?: { search: { mode: string }; resource: { issue: Issue[] } }[];
  };
  return entry.flatMap(({ search, resource }) => (search.mode === 'outcome' ? resource.issue : []));
}

beforeAll(async () => {
  door = await testDoor({ rest: { whyMissing: (access, usager, domain) => why(access, usager, domain) } });
  const gaps = async () => [gap('laboratory', 'pathologie'), gap('imaging', 'échographies')];
  why = createWhyMissing({ gate: door.gate, gaps, sources: async () => [] });
  for (const id of ['u1', 'u2', 'u3']) await door.put(patient(id));
  await door.make(observation('u1'));
  await door.make(observation('u2'));
  await door.put({ ...refusal('u2'), id: 'refus' });
  for (const id of ['u4', 'u5']) {
    await door.put(patient(id));
    await door.put(restriction(id, { profiles: ['physician'] }));
  }
  await door.make(observation('u4'));
});
afterAll(() => door?.close());

describe('R4 3.1.1.4.23: an answer without a match says why, as far as it is known', () => {
  const category = 'category=laboratory';
  const known = { severity: 'information', code: 'informational' };

  test.each([
    ['of a type that tells the domain', '/ImagingStudy?patient=u3', 'CHUS does not send: échographies.'],
    ['of a category', `/Observation?patient=Patient/u3&${category}`, 'CHUS does not send: pathologie.'],
    ['in a compartment', `/Patient/u3/Observation?${category}`, 'CHUS does not send: pathologie.'],
  ])('what is not sent, of that domain alone: %s', async (_, url, diagnostics) => {
    expect(await said('physician', url)).toEqual([{ ...known, diagnostics }]);
  });

  test('that the person refused, in a word; the same whether there is something or not', async () => {
    const suppressed = { severity: 'information', code: 'suppressed' };
    const [something, nothing] = [
      await said('physician', `/Observation?patient=u2&${category}`),
      await said('physician', `/Observation?patient=u2&${category}&code=nothing`),
    ];
    expect(something[0]).toMatchObject(suppressed);
    expect(something).toEqual(nothing);
  });

  test('that a restriction names who asks, in a word; the same whether there is something or not', async () => {
    const [something, nothing, others] = [
      await said('physician', `/Observation?patient=u4&${category}`),
      await said('physician', `/Observation?patient=u5&${category}`),
      await said('nurse', `/Observation?patient=u5&${category}`),
    ];
    expect(something[0]).toEqual({
      ...{ severity: 'information', code: 'suppressed' },
      diagnostics: 'A restriction of this person names you: some information may not be shown to you.',
    });
    expect(something).toEqual(nothing);
    expect(others.map(({ code }) => code)).not.toContain('suppressed');
  });

  test.each([
    ['something was found', 'physician', `/Observation?patient=u1&${category}`],
    ['nobody is named', 'physician', '/ImagingStudy?modality=XX'],
    ['several are', 'physician', '/ImagingStudy?patient=u2,u3'],
    ['the type alone tells no domain', 'physician', '/Provenance?patient=u3'],
    ['a count is asked', 'physician', '/ImagingStudy?patient=u3&_summary=count'],
  ])('and nothing when %s', async (_, actor, url) => {
    expect(await said(actor, url)).toEqual([]);
  });
});
