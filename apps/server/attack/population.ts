import type { Resource } from '@continuum/standards-fhir';
import type { Domain, Profile } from '@continuum/trust-access';
import { type Refusal, type Restriction, toConsent, toRestrictionConsent } from '@continuum/trust-consent';
import fc from 'fast-check';

export type Identified = Resource & { id: string };

/** A resource with what the suite itself knows of it: nothing here asks the code that is attacked. */
export interface Known {
  resource: Identified;
  domain: Domain;
  /** Ids of the usagers whose information it is. */
  concerns: readonly string[];
  /** Null: nobody knows when it was collected. */
  collected: Date | null;
  /** What it was before it was corrected; and before that, in turn. */
  past?: Known;
  /** A report that the person it is about does not see yet: it was issued now. */
  waits?: true;
  /** Its source deleted it. */
  deleted?: true;
}

/** Clinical, and it names nobody: it could be anybody's, also of somebody who refuses. */
export const isUnowned = ({ domain, concerns }: Known): boolean =>
  concerns.length === 0 && domain !== 'registry';

/** What was said one after the other, the oldest first; the last is what stands. */
export const versionsOf = (known: Known): Known[] => [...(known.past ? versionsOf(known.past) : []), known];

/** Who lives there, what is said of them, and what they refuse. */
export interface Population {
  known: readonly Known[];
  refusals: readonly Refusal[];
  /** Who keeps everything from those of a profession, and from the systems that serve it. */
  restrictions: readonly { usager: string; from: Profile }[];
}

/** The usagers: what each of them refuses is drawn, but for the first, who refuses nothing, and the second, everything. */
export const usagers = ['open', 'shut', 'usager2', 'usager3'] as const;

/** Those of whom a preview may be made, by their accounts of the demonstration. */
export const previewed: Readonly<Record<string, (typeof usagers)[number]>> = {
  'usager-demo': 'open',
  'refus-demo': 'shut',
  'refus-partiel-demo': 'usager2',
  'ado-demo': 'usager3',
};

/** What those who watch accesses have of the record of somebody who refuses: ids of the rows that the world has. */
export const watched = {
  case: '00000000-0000-4000-8000-000000000001',
  alert: '00000000-0000-4000-8000-000000000002',
  record: '00000000-0000-4000-8000-000000000003',
} as const;

const days = ['2024-03-01', '2025-06-15', '2026-01-10', '2026-05-20'] as const;
const codes = ['2345-7', '718-7', '4548-4'] as const;
const aUsager = fc.constantFrom(...usagers);
const aDay = fc.constantFrom(...days);
/** So long ago that the person sees it. */
const shownSince = `${days[0]}T10:00:00Z`;
const subject = (usager: string) => ({ reference: `Patient/${usager}` });
const moment = (day: string): Date => new Date(`${day}T00:00:00Z`);
const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }], text: `Analyse ${code}` });
const mark = (id: string) => [{ system: 'urn:attack', value: `mark-${id}` }];

type Draft = (id: string) => Known;

const about = (usager: string, day: string | undefined, domain: Domain, resource: Identified): Known => ({
  ...{ resource, domain, concerns: [usager] },
  collected: day === undefined ? null : moment(day),
});

const observation = fc
  .record({
    usager: aUsager,
    focus: fc.option(aUsager, { nil: undefined, freq: 4 }),
    day: fc.option(aDay, { nil: undefined, freq: 5 }),
    code: fc.constantFrom(...codes),
    value: fc.integer({ min: 1, max: 12 }),
    encounter: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }),
  })
  .map(
    ({ usager, focus, day, code, value, encounter }): Draft =>
      id => {
        const category = [{ coding: [{ code: 'laboratory' }] }];
        const known = about(usager, day, 'laboratory', {
          ...{ resourceType: 'Observation', id, status: 'final', category, code: loinc(code) },
          ...{ identifier: mark(id), subject: subject(usager), issued: shownSince },
          ...(focus && { focus: [subject(focus)] }),
          ...(day && { effectiveDateTime: day }),
          ...(encounter !== undefined && { encounter: { reference: `Encounter/e${encounter}` } }),
          valueQuantity: { value, code: 'mmol/L', system: 'http://unitsofmeasure.org', unit: 'mmol/L' },
        });
        return { ...known, concerns: [...new Set([usager, ...(focus ? [focus] : [])])] };
      },
  );

const encounter = fc.record({ usager: aUsager, day: aDay }).map(
  ({ usager, day }): Draft =>
    id =>
      about(usager, day, 'summary', {
        ...{ resourceType: 'Encounter', id, status: 'finished', class: { code: 'AMB' } },
        ...{ identifier: mark(id), subject: subject(usager), period: { start: day } },
      }),
);

const report = fc
  .record({
    usager: aUsager,
    day: aDay,
    results: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { maxLength: 2 }),
    waits: fc.option(fc.constant(true as const), { nil: undefined }),
  })
  .map(
    ({ usager, day, results, waits }): Draft =>
      id => ({
        ...about(usager, day, 'laboratory', {
          ...{ resourceType: 'DiagnosticReport', id, status: 'final', identifier: mark(id) },
          category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] }],
          ...{ code: loinc('24323-8'), subject: subject(usager), effectiveDateTime: day },
          ...(results.length > 0 && { result: results.map(n => ({ reference: `Observation/o${n}` })) }),
          ...(!waits && { issued: shownSince }),
          presentedForm: [{ contentType: 'text/plain', data: Buffer.from('Bilan').toString('base64') }],
        }),
        ...(waits && { waits }),
      }),
  );

const prescription = fc.record({ usager: aUsager, day: aDay }).map(
  ({ usager, day }): Draft =>
    id =>
      about(usager, day, 'medication', {
        ...{ resourceType: 'MedicationRequest', id, status: 'active', intent: 'order' },
        ...{ identifier: mark(id), subject: subject(usager), authoredOn: day },
        medicationCodeableConcept: { coding: [{ system: 'urn:drug', code: '02241497' }], text: 'Metformine' },
      }),
);

const dispense = fc.record({ usager: aUsager, day: aDay }).map(
  ({ usager, day }): Draft =>
    id =>
      about(usager, day, 'medication', {
        ...{ resourceType: 'MedicationDispense', id, status: 'completed', identifier: mark(id) },
        ...{ subject: subject(usager), whenHandedOver: `${day}T10:00:00Z` },
        medicationCodeableConcept: { text: 'Metformine' },
      }),
);

/** The UID of a study, of its series and of its instance, by the id of the ImagingStudy. */
export const uidsOf = (id: string) => {
  const study = `2.25.7${Buffer.from(id).reduce((number, byte) => number * 256 + byte, 0)}`;
  return { study, series: `${study}.1`, instance: `${study}.1.1` };
};

/** What an ImagingStudy says of its pictures. */
function picturesOf(id: string): object {
  const uid = uidsOf(id);
  const sopClass = { code: 'urn:oid:1.2.840.10008.5.1.4.1.1.2' };
  return {
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${uid.study}` }, ...mark(id)],
    series: [
      {
        ...{ uid: uid.series, modality: { code: 'CT' }, numberOfInstances: 1 },
        instance: [{ uid: uid.instance, sopClass }],
      },
    ],
  };
}

const study = fc.record({ usager: aUsager, day: aDay }).map(
  ({ usager, day }): Draft =>
    id =>
      about(usager, day, 'imaging', {
        ...{ resourceType: 'ImagingStudy', id, status: 'available', subject: subject(usager), started: day },
        ...picturesOf(id),
      }),
);

const problem = fc.record({ usager: aUsager, day: aDay }).map(
  ({ usager, day }): Draft =>
    id =>
      about(usager, day, 'summary', {
        ...{ resourceType: 'Condition', id, identifier: mark(id), subject: subject(usager) },
        ...{ code: { text: 'Diabète' }, onsetDateTime: day },
        clinicalStatus: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
        },
      }),
);

const allergy = fc.record({ usager: aUsager, day: aDay }).map(
  ({ usager, day }): Draft =>
    id =>
      about(usager, day, 'summary', {
        ...{ resourceType: 'AllergyIntolerance', id, identifier: mark(id), patient: subject(usager) },
        ...{ code: { text: 'Pénicilline' }, onsetDateTime: day },
        clinicalStatus: {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' },
          ],
        },
      }),
);

const document = fc.record({ usager: aUsager, day: aDay }).map(
  ({ usager, day }): Draft =>
    id =>
      about(usager, day, 'summary', {
        ...{ resourceType: 'DocumentReference', id, status: 'current', identifier: mark(id) },
        ...{ subject: subject(usager), date: `${day}T00:00:00Z` },
        content: [
          { attachment: { contentType: 'text/plain', data: Buffer.from('Note').toString('base64') } },
        ],
      }),
);

/** What each usager refuses: nothing, everything, what was collected before, for a time, not yet, no longer. */
const aRefusal = fc.constantFrom<Partial<Refusal> | undefined>(
  undefined,
  {},
  { before: moment('2026-01-01') },
  { before: moment('2025-01-01') },
  { end: moment('2026-02-01') },
  { end: moment('2099-01-01') },
  { start: moment('2099-01-01') },
  { active: false },
);

const refusalOf = (usager: string, more: Partial<Refusal>): Refusal => ({
  ...{ usager, consent: `refus-${usager}`, active: true, start: moment('2023-01-01') },
  ...more,
});

const restrictionOf = ({ usager, from }: Population['restrictions'][number]): Restriction => ({
  ...{ usager, consent: `restriction-${usager}`, active: true, start: moment('2023-01-01') },
  ...{ practitioners: [], profiles: [from], anyone: false, everything: true, domains: [], resources: [] },
});

const persons: Known[] = usagers.map((id, at) => ({
  resource: {
    ...{ resourceType: 'Patient', id, gender: at === 0 ? 'female' : 'male', birthDate: `198${at}-01-01` },
    ...{ name: [{ family: `Tremblay${at}`, given: ['Alex'] }], identifier: mark(id) },
    generalPractitioner: [{ reference: 'Practitioner/doctor' }],
  },
  ...{ domain: 'identity', concerns: [id], collected: null },
}));

const doctor: Known = {
  resource: { resourceType: 'Practitioner', id: 'doctor', name: [{ family: 'Roy' }] },
  ...{ domain: 'registry', concerns: [], collected: null },
};

const ofNobody: Known = {
  resource: {
    ...{ resourceType: 'Observation', id: 'ofnobody', status: 'final', identifier: mark('ofnobody') },
    ...{ category: [{ coding: [{ code: 'laboratory' }] }], code: loinc('718-7'), effectiveDateTime: days[0] },
  },
  ...{ domain: 'laboratory', concerns: [], collected: moment(days[0]) },
};

/** A result of somebody open that they do not see yet, with what it is made of and what speaks of it. */
const waiting: Known[] = [
  about('open', days[0], 'laboratory', {
    ...{ resourceType: 'DiagnosticReport', id: 'waiting', status: 'final', identifier: mark('waiting') },
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] }],
    ...{ code: loinc('24323-8'), subject: subject('open'), effectiveDateTime: days[0] },
    result: [{ reference: 'Observation/inwaiting' }],
  }),
  about('open', days[0], 'laboratory', {
    ...{ resourceType: 'Observation', id: 'inwaiting', status: 'final', identifier: mark('inwaiting') },
    ...{ category: [{ coding: [{ code: 'laboratory' }] }], code: loinc('718-7'), effectiveDateTime: days[0] },
    ...{ subject: subject('open'), valueQuantity: { value: 7, unit: 'mmol/L' } },
  }),
].map((known, at) => (at === 0 ? { ...known, waits: true } : known));

/** A report of somebody open that refers to a result of nobody. */
const aboutNobody: Known = about('open', days[0], 'laboratory', {
  ...{
    resourceType: 'DiagnosticReport',
    id: 'aboutnobody',
    status: 'final',
    identifier: mark('aboutnobody'),
  },
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] }],
  ...{ code: loinc('24323-8'), subject: subject('open'), effectiveDateTime: days[0], issued: shownSince },
  result: [{ reference: 'Observation/ofnobody' }],
});

/** Who interprets exams there. */
export const specialist = 'Practitioner/radiologist';

/** Two days ago: an exam of then is new. */
const lately = (): string => new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);

const exam = (id: string, usager: string, day: string, interpreter: string): Known =>
  about(usager, day, 'imaging', {
    ...{ resourceType: 'ImagingStudy', id, status: 'available', subject: subject(usager), started: day },
    ...{ interpreter: [{ reference: interpreter }], ...picturesOf(id) },
  });

/**
 * A new exam of somebody who refuses everything, that the specialist interprets, with an older report; and of somebody else who
 * refuses, an exam of long ago that names the specialist, and a new one that names another.
 */
const exams = (): Known[] => [
  exam('inew', 'shut', lately(), specialist),
  exam('iold', 'usager2', days[0], specialist),
  exam('ielse', 'usager2', lately(), 'Practitioner/doctor'),
  ...['shut', 'usager2'].map(usager =>
    about(usager, days[0], 'imaging', {
      ...{ resourceType: 'DiagnosticReport', id: `iread-${usager}`, status: 'final' },
      ...{ identifier: mark(`iread-${usager}`), subject: subject(usager), effectiveDateTime: days[0] },
      category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'RAD' }] }],
      ...{ code: { text: 'Radiographie' }, issued: shownSince },
    }),
  ),
];

const team: Known = {
  resource: {
    ...{ resourceType: 'Group', id: 'team', type: 'person', actual: true, identifier: mark('team') },
    member: ['open', 'shut'].map(usager => ({ entity: subject(usager) })),
  },
  ...{ domain: 'summary', concerns: ['open', 'shut'], collected: null },
};

const names = ({ resource }: Known, { resource: { resourceType, id } }: Known): boolean =>
  JSON.stringify(resource).includes(`"${resourceType}/${id}"`);

/** Whether a person does not see something of theirs yet: a report that waits, or what it alone is made of. */
export function waitsFor(usager: string, known: Known, { known: all }: Population): boolean {
  const reports = all.filter(
    ({ resource, concerns }) => resource.resourceType === 'DiagnosticReport' && concerns.includes(usager),
  );
  const isShown = reports.some(one => !one.waits && names(one, known));
  return reports.some(one => one.waits && (one === known || (!isShown && names(one, known))));
}

const named = (prefix: string, drafts: readonly Draft[]): Known[] =>
  drafts.map((draft, at) => draft(`${prefix}${at}`));

const several = (one: fc.Arbitrary<Draft>, minLength: number, maxLength: number) =>
  fc.array(one, { minLength, maxLength });

/** A random population. */
export const population: fc.Arbitrary<Population> = fc
  .record({
    e: several(encounter, 1, 3),
    o: several(observation, 3, 7),
    d: several(report, 1, 2),
    m: several(prescription, 1, 2),
    s: several(dispense, 0, 2),
    i: several(study, 1, 2),
    p: several(problem, 0, 2),
    a: several(allergy, 0, 2),
    f: several(document, 0, 2),
    refused: fc.tuple(aRefusal, aRefusal),
    from: fc.option(fc.constantFrom<Profile>('physician', 'pharmacist'), { nil: undefined }),
  })
  .map(({ refused, from, ...drafts }) => ({
    restrictions: from ? [{ usager: 'usager3', from }] : [],
    known: [doctor, ...persons, ...Object.entries(drafts).flatMap(([prefix, some]) => named(prefix, some))],
    refusals: [{}, ...refused].flatMap((more, at) =>
      more === undefined ? [] : [refusalOf(usagers[at + 1]!, more)],
    ),
  }));

const draw = (one: fc.Arbitrary<Draft>, id: string): Known =>
  fc.sample(one, { seed: 11, numRuns: 1 })[0]!(id);

/** Said of the wrong person and corrected, one way, the other, and there and back; and one that was deleted. */
function corrected(): Known[] {
  const said = (id: string, usager: string): Known => ofUsager(draw(observation, id), usager);
  return [
    { ...said('movedin', 'open'), past: said('movedin', 'shut') },
    { ...said('movedout', 'shut'), past: said('movedout', 'open') },
    { ...said('toback', 'open'), past: { ...said('toback', 'shut'), past: said('toback', 'open') } },
    { ...said('gone', 'shut'), deleted: true },
  ];
}

/** The one population that every door is attacked on: something of each kind, of somebody open and of somebody shut. */
export function wholePopulation(): Population {
  const drafts: Record<string, fc.Arbitrary<Draft>> = {
    ...{ e: encounter, o: observation, d: report, m: prescription, s: dispense, i: study },
    ...{ p: problem, a: allergy, f: document },
  };
  const made = Object.entries(drafts).flatMap(([prefix, one]) => {
    const some = fc.sample(one, { seed: 7, numRuns: 2 });
    return some.map((draft, at) => ofUsager(draft(`${prefix}${at}`), usagers[at]!));
  });
  const those = made.filter(({ concerns }) => concerns.includes('shut'));
  const of = (usager: string, mark: string): Known[] =>
    those.map(known =>
      ofUsager({ ...known, resource: { ...known.resource, id: `${known.resource.id}${mark}` } }, usager),
    );
  return {
    known: [
      doctor,
      ...persons,
      ofNobody,
      ...waiting,
      aboutNobody,
      ...exams(),
      team,
      ...made,
      ...of('usager2', 'x'),
      ...of('usager3', 'y'),
      ...corrected(),
    ],
    refusals: [refusalOf('shut', {}), refusalOf('usager2', { before: moment('2099-01-01') })],
    restrictions: [{ usager: 'usager3', from: 'physician' }],
  };
}

/** The same, about another usager alone. */
function ofUsager({ resource, ...known }: Known, usager: string): Known {
  const { focus: _focus, ...rest } = resource as Identified & { focus?: unknown };
  const whose = rest.patient ? { patient: subject(usager) } : { subject: subject(usager) };
  const own = rest.resourceType === 'ImagingStudy' && picturesOf(rest.id);
  return { ...known, concerns: [usager], resource: { ...rest, identifier: mark(rest.id), ...own, ...whose } };
}

/** The Consents that say what is refused and restricted. */
export const directives = ({ refusals, restrictions }: Population): Identified[] => [
  ...refusals.map(refusal => toConsent(refusal, moment('2026-03-01'))),
  ...restrictions.map(one => toRestrictionConsent(restrictionOf(one), moment('2026-03-01'))),
];
