import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Actor,
  clinicalDomains,
  type Domain,
  decide,
  firstMatrix,
  matrix,
  type Profile,
  type PurposeOfUse,
  parsePurpose,
  purposes,
  purposesOf,
  statePurpose,
  unknownActor,
} from './index.ts';

const profiles = Object.keys(matrix) as Profile[];
const codes = Object.keys(purposes) as PurposeOfUse[];
const domains: Domain[] = ['identity', 'registry', ...clinicalDomains, 'directive', 'audit', 'journal'];
const actions = ['read', 'create', 'write'] as const;

const kindOf = (profile: Profile): Actor['kind'] => {
  if (profile === 'citizen') return 'citizen';
  return profile.endsWith('-system') || profile === 'patient-registry-feed' ? 'system' : 'practitioner';
};
const actor = (profile: Profile, more: Partial<Actor> = {}): Actor => ({
  kind: kindOf(profile),
  id: 'Practitioner/1',
  name: 'Somebody',
  profile,
  credential: { kind: 'key', id: '1' },
  ...more,
});

const application = { application: { id: 'app', name: 'App' } };
const verdict = (who: Actor, header?: string): string => {
  const found = statePurpose(firstMatrix, who, header);
  return found.ok ? found.purpose.of : String(found.status);
};

/** Who may act for what, the usual purpose first: the privacy officer's table. */
const given: Record<Profile, PurposeOfUse[]> = {
  physician: ['TREAT', 'BTG'],
  radiologist: ['TREAT', 'INTERPRET', 'BTG'],
  pharmacist: ['TREAT', 'BTG'],
  nurse: ['TREAT', 'BTG'],
  archivist: ['HOPERAT', 'PATRQT'],
  'access-manager': ['HOPERAT'],
  surveillance: ['HCOMPL'],
  certification: ['HOPERAT'],
  operations: ['HOPERAT', 'HSYSADMIN'],
  citizen: ['PATRQT'],
  'laboratory-system': ['TREAT'],
  'pharmacy-system': ['TREAT'],
  'imaging-system': ['TREAT'],
  'hospital-system': ['TREAT'],
  'emr-system': ['TREAT'],
  'patient-registry-feed': ['TREAT', 'HOPERAT'],
  platform: ['HOPERAT', 'HSYSADMIN'],
  none: [],
};

describe('profile × purpose', () => {
  it.each(profiles)('%s acts for what the table gives, and for nothing else', profile => {
    expect(purposesOf(firstMatrix, actor(profile))).toEqual(given[profile]);
    const passing = codes.filter(code => verdict(actor(profile), code) === code);
    expect(passing.toSorted()).toEqual(given[profile].toSorted());
    const refused = codes.filter(code => verdict(actor(profile), code) === '403');
    expect([...passing, ...refused].toSorted()).toEqual(codes.toSorted());
  });

  it.each(profiles)('%s without a header acts for the usual purpose', profile => {
    expect(verdict(actor(profile))).toBe(given[profile][0] ?? 'TREAT');
  });

  it.each(['ETREAT', 'PUBHLTH'] as const)('nobody acts for %s, and it reaches nothing', of => {
    expect(profiles.filter(profile => matrix[profile].purposes.includes(of))).toEqual([]);
    expect([...purposes[of].reads, ...purposes[of].writes]).toEqual([]);
  });
});

describe('profile × purpose × domain', () => {
  const cells = profiles.flatMap(profile =>
    codes.flatMap(of => domains.flatMap(domain => actions.map(action => ({ profile, of, domain, action })))),
  );
  type Cell = (typeof cells)[number];
  /** Staff acts at a person’s request at the counter, and nowhere else (`counter.ts`). */
  const asking = ({ profile, of }: Pick<Cell, 'profile' | 'of'>): Actor =>
    actor(profile, of === 'PATRQT' && profile !== 'citizen' ? { atRequestOf: 'u1' } : {});

  const inRow = ({ profile, domain, action }: Cell): boolean => {
    const { reads, writes, creates = [] } = matrix[profile];
    if (action === 'read') return reads.includes(domain);
    return writes.includes(domain) || (action === 'create' && creates.includes(domain));
  };
  const inPurpose = ({ of, domain, action }: Cell): boolean =>
    (action === 'read' ? purposes[of].reads : purposes[of].writes).includes(domain);

  it('a decision permits only what the profile’s row and the purpose’s row both give', () => {
    const wrong = cells.filter(cell => {
      const expected = given[cell.profile].includes(cell.of) && inRow(cell) && inPurpose(cell);
      return (
        decide(firstMatrix, asking(cell), { of: cell.of }, cell.action, [cell.domain]).permit !== expected
      );
    });
    expect(wrong).toEqual([]);
  });

  it('what is seen without naming a domain is no more', () => {
    for (const profile of profiles)
      for (const of of codes) {
        const decision = decide(firstMatrix, asking({ profile, of }), { of }, 'read', []);
        if (decision.permit)
          for (const domain of decision.sight.domains) {
            expect(matrix[profile].reads).toContain(domain);
            expect(purposes[of].reads).toContain(domain);
          }
        else expect(given[profile]).not.toContain(of);
      }
  });

  it('every cell says where it comes from', () => {
    for (const row of [...Object.values(matrix), ...Object.values(purposes)]) expect(row.source).not.toBe('');
  });
});

describe('the header', () => {
  const radiologist = actor('radiologist');
  it.each([
    ['INTERPRET', 'INTERPRET'],
    ['TREAT', 'TREAT'],
    [' TREAT ', 'TREAT'],
    ['http://terminology.hl7.org/CodeSystem/v3-ActReason|TREAT', 'TREAT'],
    ['urn:oid:2.16.840.1.113883.5.8|TREAT', 'TREAT'],
    ['urn:oid:2.16.840.1.113883.5.8#TREAT', 'TREAT'],
    ['https://continuum.health/fhir/CodeSystem/purpose-of-use|INTERPRET', 'INTERPRET'],
    ['http://terminology.hl7.org/CodeSystem/v3-ActReason|INTERPRET', '400'],
    ['https://continuum.health/fhir/CodeSystem/purpose-of-use|TREAT', '400'],
    ['urn:oid:2.16.840.1.113883.5.8|INTERPRET', '400'],
    ['TREATMENT', '400'],
    ['treat', '400'],
    ['', '400'],
    ['TREAT, INTERPRET', '400'],
    ['|TREAT', '400'],
    ['BTG', 'BTG'],
    ['EMRGONLY', '400'],
    ['__proto__', '400'],
    ['constructor', '400'],
    ['ETREAT', '403'],
    ['HSYSADMIN', '403'],
  ])('%j from a radiologist: %s', (header, expected) => {
    expect(verdict(radiologist, header)).toBe(expected);
  });

  it('an unknown code is answered with those that are known, a known one with those that are given', () => {
    expect(statePurpose(firstMatrix, radiologist, 'CARE')).toMatchObject({
      text: expect.stringContaining(codes.join(', ')),
    });
    expect(statePurpose(firstMatrix, radiologist, 'ETREAT')).toMatchObject({
      text: expect.stringContaining('it may act for: TREAT, INTERPRET, BTG'),
    });
  });

  it('from somebody unknown is not read: they learn nothing', () => {
    for (const header of ['TREAT', 'CARE', 'ETREAT', undefined])
      expect(verdict(unknownActor, header)).toBe('TREAT');
  });

  it('whatever it says, no purpose comes of it that the matrix does not give', () => {
    const anything = fc.oneof(fc.string(), fc.constantFrom(...codes), fc.constant(undefined));
    fc.assert(
      fc.property(fc.constantFrom(...profiles), anything, fc.boolean(), (profile, header, acts) => {
        const who = actor(profile, acts ? application : {});
        const found = statePurpose(firstMatrix, who, header);
        const counts = found.ok && decide(firstMatrix, who, found.purpose, 'read', []).permit;
        if (counts) expect(matrix[profile].purposes).toContain(found.purpose.of);
        if (found.ok && header !== undefined) expect(parsePurpose(header)).toBe(found.purpose.of);
      }),
    );
  });
});

describe('a token that names purposes (IHE IUA, purpose_of_use)', () => {
  const bound = (profile: Profile, ...some: PurposeOfUse[]) =>
    actor(profile, { ...application, purposes: some });

  it.each<[string, Actor, string | undefined, string]>([
    ['its purpose is meant without a header', bound('radiologist', 'INTERPRET'), undefined, 'INTERPRET'],
    ['the header may say it', bound('radiologist', 'INTERPRET'), 'INTERPRET', 'INTERPRET'],
    ['the header says nothing wider', bound('radiologist', 'INTERPRET'), 'TREAT', '403'],
    ['nor narrower than the profile', bound('physician', 'INTERPRET'), 'INTERPRET', '403'],
    [
      'one that names what the profile has not opens nothing',
      bound('physician', 'HOPERAT'),
      undefined,
      '403',
    ],
    ['one that names nothing known opens nothing', bound('physician'), undefined, '403'],
  ])('%s', (_, who, header, expected) => {
    expect(verdict(who, header)).toBe(expected);
    if (expected === '403')
      expect(decide(firstMatrix, who, { of: parsePurpose(header ?? 'TREAT')! }, 'read', []).permit).toBe(
        false,
      );
  });

  it('an application does not interpret exams unless its token says so', () => {
    expect(verdict(actor('radiologist', application), 'INTERPRET')).toBe('403');
    expect(verdict(actor('radiologist', application))).toBe('TREAT');
    expect(verdict(actor('radiologist'), 'INTERPRET')).toBe('INTERPRET');
  });
});

describe('P-9.0001: the interpretation of a new exam, the one exception to a refusal', () => {
  it('is in the sight of a radiologist who says so, and in no other sight', () => {
    for (const profile of profiles)
      for (const of of codes) {
        const decision = decide(firstMatrix, actor(profile), { of }, 'read', []);
        const opened = decision.permit && decision.sight.interpretation !== undefined;
        expect(opened, `${profile} ${of}`).toBe(profile === 'radiologist' && of === 'INTERPRET');
      }
  });

  it('reaches imaging alone, obeys the refusal in everything else, and writes nothing', () => {
    const decision = decide(firstMatrix, actor('radiologist'), { of: 'INTERPRET' }, 'read', ['imaging']);
    expect(decision).toMatchObject({
      sight: {
        domains: ['identity', 'registry', 'imaging'],
        refusal: 'obeyed',
        interpretation: { interpreter: 'Practitioner/1', types: ['ImagingStudy', 'DiagnosticReport'] },
      },
    });
    for (const domain of domains)
      expect(decide(firstMatrix, actor('radiologist'), { of: 'INTERPRET' }, 'write', [domain]).permit).toBe(
        false,
      );
  });

  it.each(['system', 'citizen'] as const)('a %s that bears the profile is not the specialist', kind => {
    const decision = decide(firstMatrix, actor('radiologist', { kind }), { of: 'INTERPRET' }, 'read', []);
    expect(decision.permit && decision.sight.interpretation).toBeUndefined();
  });
});
