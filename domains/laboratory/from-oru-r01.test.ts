import { readdirSync, readFileSync } from 'node:fs';
import type { Deposit } from '@continuum/intake';
import { Unusable } from '@continuum/intake';
import type { Resource } from '@continuum/standards-fhir';
import { validate } from '@continuum/standards-fhir';
import type { Actor } from '@continuum/trust-access';
import { domainOf } from '@continuum/trust-access';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { fromOruR01 } from './from-oru-r01.ts';
import { revise } from './hl7v2/revise.ts';

const laboratory: Actor = {
  kind: 'system',
  id: 'Device/labo-demo',
  name: 'Laboratoire de démonstration',
  profile: 'laboratory-system',
  source: { id: 'labo-demo', registersUsagers: false },
  credential: { kind: 'none', id: 'none' },
};
const origin = { request: 'r1', address: '127.0.0.1', channel: 'mllp' };
const mapper = fromOruR01();
const deposit = (original: Uint8Array, actor = laboratory): Deposit => ({
  format: 'hl7v2',
  contentType: 'x-application/hl7-v2+er7',
  original,
  actor,
  origin,
});
const file = (name: string) =>
  new Uint8Array(readFileSync(new URL(`./fixtures/${name}.hl7`, import.meta.url)));
const bytes = (text: string) => new TextEncoder().encode(text);

// biome-ignore lint/suspicious/noExplicitAny: tests read resources freely
type Any = Record<string, any>;
type Written = Resource & { id: string } & Any;

const resourcesOf = (original: Uint8Array, usager = 'u1', actor = laboratory): Written[] =>
  mapper
    .map(deposit(original, actor))
    .changes(usager)
    .map(change => (change as { resource: Written }).resource);
const ofType = (resources: Written[], type: string) => resources.filter(r => r.resourceType === type);
const report = (original: Uint8Array) => ofType(resourcesOf(original), 'DiagnosticReport')[0] as Written;
const results = (original: Uint8Array) => ofType(resourcesOf(original), 'Observation');

const header = 'MSH|^~\\&|SIL|LABO|C|R|20260301101500-0500||ORU^R01^ORU_R01|M1|P|2.5.1';
const pid = 'PID|1||TREM04121925^^^RAMQ^JHN||Tremblay^Mathieu||20041219|M';
const obr = 'OBR|1|P1|F1|718-7^Hb^LN|||20260301073000|||||||||||||||20260301101000|||F';
const message = (...segments: string[]) => bytes([header, pid, ...segments, ''].join('\r'));
const result = (obx: string) => results(message(obr, obx))[0] as Written;

describe('a blood glucose', () => {
  it('names the usager by the NAM and what the message says of them', () => {
    const claimed = mapper.map(deposit(file('glycemie'))).claim?.patient as Written;
    expect(claimed).toMatchObject({
      resourceType: 'Patient',
      identifier: [
        {
          system: 'https://fhir.infoway-inforoute.ca/NamingSystem/ca-qc-patient-healthcare-id',
          value: 'TREM04121925',
        },
        { value: 'H123456' },
      ],
      name: [{ use: 'official', family: 'Tremblay', given: ['Mathieu'] }],
      gender: 'male',
      birthDate: '2004-12-19',
    });
    expect(validate(claimed)).toEqual([]);
  });

  it('becomes a report, its result and its specimen, of the laboratory domain', () => {
    const resources = resourcesOf(file('glycemie'));
    expect(resources.map(r => r.resourceType)).toEqual(['Specimen', 'Observation', 'DiagnosticReport']);
    expect(resources.map(r => domainOf(r))).toEqual(['laboratory', 'laboratory', 'laboratory']);
    const [, observation, diagnostic] = resources as [Written, Written, Written];
    expect(observation).toMatchObject({
      status: 'final',
      subject: { reference: 'Patient/u1' },
      effectiveDateTime: '2026-03-01T07:30:00-05:00',
      issued: '2026-03-01T10:10:00-05:00',
      valueQuantity: { value: 5.4, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
      interpretation: [{ coding: [{ code: 'N' }] }],
      referenceRange: [{ low: { value: 3.9 }, high: { value: 6.1 }, text: '3.9-6.1' }],
      note: [{ text: 'Patient à jeun depuis 10 heures.' }],
      performer: [{ display: 'CHUM - Laboratoire de biochimie' }],
    });
    expect(observation.code.coding).toMatchObject([
      { system: 'http://loinc.org', code: '14749-6' },
      { system: 'https://continuum.health/fhir/CodeSystem/local/labo-demo/99CHUM', code: 'GLU' },
    ]);
    expect(diagnostic).toMatchObject({
      status: 'final',
      identifier: [{ value: 'L26-100234' }],
      result: [{ reference: `Observation/${observation.id}` }],
      contained: [{ requester: { display: 'Élise Gagnon' }, identifier: [{ value: 'P1001' }] }],
    });
  });

  it('keeps the zero that says how precise the measurement is', () => {
    expect(results(file('glycemie'))[0]?.valueQuantity._value.extension[0].valueInteger).toBe(2);
  });
});

describe('other reports of a real laboratory', () => {
  it('a blood count in version 2.3 and Latin-1 gives each line, with UCUM units', () => {
    const found = results(file('hemogramme'));
    expect(found.map(r => r.valueQuantity.code)).toEqual([
      '10*9/L',
      '10*12/L',
      'g/L',
      'L/L',
      'fL',
      '10*9/L',
      '10*9/L',
    ]);
    expect(found[2]?.code.coding[1].display).toBe('Hémoglobine');
    expect(found[5]?.valueQuantity).toMatchObject({ comparator: '<', value: 20 });
    expect(found[6]?.valueQuantity.unit).toBe('x10^9/L');
    expect(ofType(resourcesOf(file('hemogramme')), 'Specimen')[0]?.type.text).toBe('Sang total');
  });

  it('a culture keeps its text whole and its susceptibilities in a report of their own', () => {
    const resources = resourcesOf(file('culture'));
    expect(ofType(resources, 'DiagnosticReport').map(r => r.status)).toEqual(['preliminary', 'preliminary']);
    const [organism, comment, ampicillin] = ofType(resources, 'Observation') as [Written, Written, Written];
    expect(organism.valueCodeableConcept.coding[0].code).toBe('112283007');
    expect(comment.valueString).toBe(
      'Culture quantitative: supérieure à 10^8 UFC/L.\nAntibiogramme à suivre.\nPrélèvement mi-jet.',
    );
    expect(ampicillin).toMatchObject({
      valueQuantity: { comparator: '>=', value: 32, unit: 'ug/mL' },
      interpretation: [{ coding: [{ code: 'R' }] }],
    });
  });

  it('a PDF is the presented form of its report', () => {
    const found = report(file('pdf'));
    expect(found.presentedForm).toMatchObject([
      { contentType: 'application/pdf', title: 'Pathology report document' },
    ]);
    expect(Buffer.from(found.presentedForm[0].data, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    expect(found.resultsInterpreter[0]).toMatchObject({ display: 'Luc Roy', identifier: { value: '8899' } });
    expect(found.result).toHaveLength(1);
  });
});

describe('a document inside a result (ED)', () => {
  const sent = (data: string) =>
    mapper.map(deposit(message(obr, `OBX|1|ED|PDF||^application^pdf^Base64^${data}||||||F`)));
  const form = (mapped: ReturnType<typeof sent>) =>
    mapped.changes('u1').map(change => (change as { resource: Written }).resource.presentedForm)[0];

  it('may be of many megabytes', () => {
    const data = Buffer.alloc(12_000_000, 'pages').toString('base64');
    expect(form(sent(data))[0].data).toHaveLength(16_000_000);
  });

  test.each(['abc', 'ab=c', '====', 'a?cd'])(
    '%s is not Base64: it is left out, and the sender told',
    data => {
      const mapped = sent(data);
      expect(form(mapped)).toBeUndefined();
      expect(mapped.issues.map(({ expression }) => expression)).toEqual(['OBX-5']);
    },
  );
});

describe('a value of a hundred thousand characters is read in one pass', () => {
  const long = (character: string) => character.repeat(100_000);
  test.each([
    ['spaces before a word', 'TX', `a${long(' ')}x`, { valueString: `a${long(' ')}x` }],
    ['digits that are no number', 'NM', `${long('1')}x`, { valueString: `${long('1')}x` }],
    ['digits that are no number, in parts', 'SN', `^${long('1')}x`, { valueString: `${long('1')}x` }],
    ['digits that are no date', 'TS', long('2'), { valueString: long('2') }],
  ])('%s', (_, type, value, expected) => {
    const mapped = mapper.map(deposit(message(obr, `OBX|1|${type}|A||${value}||||||F`)));
    expect(mapped.changes('u1').map(change => (change as { resource: Written }).resource)[0]).toMatchObject(
      expected,
    );
    for (const { diagnostics } of mapped.issues) expect(diagnostics.length).toBeLessThan(600);
  });
});

describe('corrections and retractions', () => {
  const ids = (name: string) => resourcesOf(file(name)).map(r => `${r.resourceType}/${r.id}`);
  const first = () => resourcesOf(file('glycemie'));

  it('reach the very resources that they correct', () => {
    expect(ids('correction')).toEqual(ids('glycemie'));
    expect(ids('glycemie')).toEqual(expect.arrayContaining(ids('retraction')));
    expect(results(file('correction'))[0]).toMatchObject({
      status: 'corrected',
      valueQuantity: { value: 7.9 },
    });
  });

  it('take the value of a result that was withdrawn out of the record', () => {
    const [withdrawn] = results(file('retraction')) as [Written];
    expect(withdrawn.status).toBe('entered-in-error');
    expect(withdrawn.valueQuantity).toBeUndefined();
    expect(report(file('retraction')).status).toBe('cancelled');
  });

  it('are not undone by the earlier message when it arrives later', () => {
    const corrected = resourcesOf(file('correction'));
    for (const [i, resource] of first().entries())
      expect(revise(corrected[i] as Resource, resource)).toBeUndefined();
    for (const [i, resource] of corrected.entries())
      expect(revise(first()[i] as Resource, resource)).toMatchObject({ id: resource.id });
  });

  it('that bring one result leave the others in the report', () => {
    const two = report(message(obr, 'OBX|1|NM|718-7^Hb^LN||140|g/L|||||F', 'OBX|2|NM|789-8^GR^LN||4||||||F'));
    const later = header.replace('20260301101500', '20260302101500').replace('M1', 'M2');
    const one = report(bytes([later, pid, obr, 'OBX|1|NM|718-7^Hb^LN||150|g/L|||||C', ''].join('\r')));
    expect(one.id).toBe(two.id);
    expect((revise(two, one) as Written).result.map((r: Any) => r.reference)).toEqual(
      two.result.map((r: Any) => r.reference),
    );
    expect((revise(one, two) as Written).result).toHaveLength(2);
    expect((revise(one, two) as Written).extension).toEqual(one.extension);
  });

  it('in whatever order they arrive, the record ends the same', () => {
    const versions = ['glycemie', 'correction', 'retraction'].map(name => results(file(name))[0] as Written);
    const order = fc.shuffledSubarray([0, 1, 2], { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(order, arrival => {
        const [start, ...rest] = arrival.map(i => versions[i] as Resource);
        const last = rest.reduce<Resource>((now, next) => revise(now, next) ?? now, start as Resource);
        return last.status === 'entered-in-error';
      }),
    );
  });

  it('of one usager never touch another, even under the same number', () => {
    const [mine, theirs] = ['u1', 'u2'].map(usager => resourcesOf(file('glycemie'), usager).map(r => r.id));
    expect(new Set([...(mine ?? []), ...(theirs ?? [])]).size).toBe(6);
  });
});

describe('values (OBX-2 and OBX-5, v2.5.1 7.4.2)', () => {
  test.each([
    ['NM|A||<2.22|mg/L', { valueQuantity: { comparator: '<', value: 2.22, code: 'mg/L' } }],
    ['NM|A||0 .07|mg/L', { valueString: '0 .07 mg/L' }],
    ['NM|A||12345678901234567890', { valueString: '12345678901234567890' }],
    ['SN|A||^23', { valueQuantity: { value: 23 } }],
    ['SN|A||>=^5', { valueQuantity: { comparator: '>=', value: 5 } }],
    ['SN|A||=^1^:^160', { valueRatio: { numerator: { value: 1 }, denominator: { value: 160 } } }],
    ['SN|A||^2^-^5|cm', { valueRange: { low: { value: 2, unit: 'cm' }, high: { value: 5 } } }],
    ['SN|A||^1^+', { valueString: '1+' }],
    ['ST|A||Négatif', { valueString: 'Négatif' }],
    ['|A||sans type', { valueString: 'sans type' }],
    ['ST|A||5.40|mmol/L', { valueQuantity: { value: 5.4, code: 'mmol/L' } }],
    ['ST|A||5-10|/HPF', { valueString: '5-10 /HPF' }],
    ['ST|A||5-10 /hpf|/HPF', { valueString: '5-10 /hpf' }],
    ['ST|A||voir note|mg/L', { valueString: 'voir note' }],
    ['TX|A||>19|umol/L^micromole^UCUM', { valueQuantity: { comparator: '>', value: 19, code: 'umol/L' } }],
    ['SN|A||^1^+|mg/L', { valueString: '1+ mg/L' }],
    ['CWE|A||8|wk^weeks^UCUM', { valueQuantity: { value: 8, code: 'wk' } }],
    [
      'CE|A||POS^Positif^L',
      { valueCodeableConcept: { coding: [{ code: 'POS', display: 'Positif' }], text: 'Positif' } },
    ],
    ['CWE|A||~~X^Y^L', { valueCodeableConcept: { text: 'Y' } }],
    ['DT|A||20260301', { valueDateTime: '2026-03-01' }],
    ['TS|A||202603011015', { valueDateTime: '2026-03-01T10:15:00-05:00' }],
    ['TM|A||0959', { valueTime: '09:59:00' }],
    ['DT|A||bientôt', { valueString: 'bientôt' }],
    ['XAD|A||1 rue X^^Laval^QC', { valueString: '1 rue X, Laval, QC' }],
    ['NM|A||1~2', { component: [{ valueQuantity: { value: 1 } }, { valueQuantity: { value: 2 } }] }],
    ['NM|A||', { dataAbsentReason: { coding: [{ code: 'unknown' }] } }],
    ['NM|A||""', { dataAbsentReason: { coding: [{ code: 'asked-unknown' }] } }],
  ])('%s', (obx, expected) => {
    const fields = obx.split('|');
    const observation = result(['OBX', '1', ...fields, ...Array(9 - fields.length).fill(''), 'F'].join('|'));
    expect(observation).toMatchObject(expected);
    expect(validate(observation)).toEqual([]);
  });

  it('which of several results of one test it is (OBX-4) is kept', () => {
    const url = 'http://hl7.org/fhir/StructureDefinition/observation-v2-subid';
    const { extension } = result('OBX|1|ST|18864-9^Ampicilline^LN|^2^1|8|ug/mL||S|||F');
    expect(extension).toContainEqual({
      url,
      extension: [{ url: 'original-sub-identifier', valueString: '^2^1' }],
    });
  });

  it('the laboratory that produced it is the one of OBX-23, else of OBX-15, else the sender', () => {
    const performer = (obx15: string, obx23: string) =>
      result(`OBX|1|NM|A||1||||||F||||${obx15}||||||||${obx23}`).performer[0].display;
    expect(performer('MEM^Laboratoire de Memphis^L', 'Labo du Nord')).toBe('Labo du Nord');
    expect(performer('MEM^Laboratoire de Memphis^L', '')).toBe('Laboratoire de Memphis');
    expect(performer('MEM', '')).toBe('MEM');
    expect(performer('', '')).toBe('LABO');
  });

  it('a value of another kind than announced is kept, and the sender told where', () => {
    const mapped = mapper.map(deposit(message(obr, 'OBX|1|NM|A||beaucoup||||||F')));
    expect(mapped.issues).toMatchObject([{ severity: 'warning', expression: 'OBX-5[1]' }]);
  });
});

describe('when it was collected', () => {
  const collected = (obx14: string) => result(`OBX|1|NM|A||1||||||F|||${obx14}`).effectiveDateTime;
  it('is the order’s time when the result’s own is that of an analysis days later', () => {
    expect(collected('')).toBe('2026-03-01T07:30:00-05:00');
    expect(collected('20260301093000')).toBe('2026-03-01T09:30:00-05:00');
    expect(collected('20260305120000')).toBe('2026-03-01T07:30:00-05:00');
  });
});

describe('what the laboratory adds in words (NTE) is kept', () => {
  const conclusions = (...segments: string[]) =>
    ofType(resourcesOf(message(...segments)), 'DiagnosticReport').map(({ conclusion }) => conclusion);
  const other = 'OBR|2|P2|F2|789-8^GR^LN|||20260301073000||||||||||||||||||F';

  it('with every report when it is about the usager, with the orders of its ORC when it follows one', () => {
    expect(
      conclusions(
        'NTE|1|L|Échantillon gelé.',
        'ORC|RE|P1',
        'NTE|1||À jeun.',
        obr,
        'NTE|1||Rapport.',
        'ORC|RE',
        other,
      ),
    ).toEqual(['Échantillon gelé.\nÀ jeun.\nRapport.', 'Échantillon gelé.']);
  });

  it('with the result that it follows', () => {
    const [hb] = results(message(obr, 'OBX|1|NM|A||1||||||F', 'NTE|1||Hémolysé.'));
    expect(hb?.note).toEqual([{ text: 'Hémolysé.' }]);
    expect(conclusions(obr, 'OBX|1|NM|A||1||||||F', 'NTE|1||Hémolysé.')).toEqual([undefined]);
  });
});

describe('a specimen', () => {
  const specimen = (reason: string) =>
    ofType(
      resourcesOf(message(obr, `SPM|1|^S1||BLD^Sang^HL70487|||||||||||||20260301070000||||${reason}`)),
      'Specimen',
    )[0] as Written;

  it('that was rejected says why', () => {
    expect(specimen('RC^Coagulé^HL70490')).toMatchObject({
      status: 'unsatisfactory',
      condition: [{ text: 'Coagulé' }],
    });
  });

  it('is not rejected for being acceptable', () => {
    const { status, condition } = specimen('LA12432-3^Acceptable^LN');
    expect([status, condition]).toEqual(['available', undefined]);
  });
});

describe('a date that is none is left out, and the sender told once', () => {
  test.each([
    ['OBR-7.1', obr.replace('20260301073000', 'DATE!'), 'OBX|1|NM|A||1||||||F'],
    ['OBR-22.1', obr.replace('20260301101000', 'DATE!'), 'OBX|1|NM|A||1||||||F'],
    ['OBX-14.1', obr, 'OBX|1|NM|A||1||||||F|||20261332'],
    ['OBX-19.1', obr.replace('20260301101000', ''), 'OBX|1|NM|A||1||||||F||||||||20261332'],
  ])('%s', (place, order, obx) => {
    const mapped = mapper.map(deposit(message(order, obx)));
    expect(mapped.issues.map(({ expression }) => expression)).toEqual([place]);
  });
});

describe('what cannot be used is refused with its place', () => {
  const issues = (input: Uint8Array) => {
    try {
      mapper.map(deposit(input));
      return [];
    } catch (error) {
      expect(error).toBeInstanceOf(Unusable);
      return (error as Unusable).issues.map(issue => issue.expression);
    }
  };
  test.each([
    ['no order', message('OBX|1|ST|A||x'), ['OBR']],
    ['no usager', bytes(`${header}\r${obr}`), ['PID']],
    ['two usagers', message(obr, pid, obr), ['PID[2]']],
    ['a result before its order', message('OBX|1|ST|A||x', obr), ['OBX']],
    ['not HL7', bytes('hello'), ['MSH']],
    ['version 3', bytes(`${header.replace('2.5.1', '3.0')}\r${pid}\r${obr}`), ['MSH-12']],
    ['no control id, no usager, no order', bytes('MSH|^~\\&|||||||ORU^R01||P|2.5'), ['MSH-10', 'PID', 'OBR']],
  ])('%s', (_, input, places) => expect(issues(input)).toEqual(places));

  it('other kinds of messages are somebody else’s', () => {
    expect(mapper.accepts(deposit(bytes('MSH|^~\\&|||||||ADT^A01|1|P|2.5')))).toBe(false);
    expect(mapper.accepts(deposit(bytes('MSH|^~\\&|||||||ORU|1|P|2.3')))).toBe(true);
    expect(mapper.accepts(deposit(bytes('nothing')))).toBe(false);
  });
});

describe('sections (OBR-24, table 0074)', () => {
  const ecg = message('OBR|1||F9|93000^ECG^L|||20260301|||||||||||||||||EC|F', 'OBX|1|ST|A||x||||||F');
  it('a hospital’s imaging report is imaging; whatever a laboratory sends is laboratory', () => {
    const hospital: Actor = { ...laboratory, profile: 'hospital-system' };
    expect(resourcesOf(ecg, 'u1', hospital).map(r => domainOf(r))).toEqual(['imaging', 'imaging']);
    expect(resourcesOf(ecg).map(r => domainOf(r))).toEqual(['laboratory', 'laboratory']);
  });
});

describe('the project’s own messages', () => {
  test.each(['glycemie', 'hemogramme', 'culture', 'correction', 'retraction', 'pdf'])(
    '%s is valid FHIR',
    name => {
      for (const resource of resourcesOf(file(name))) expect(validate(resource)).toEqual([]);
    },
  );
});

const fixtures = process.env.CONTINUUM_FIXTURES;
describe.skipIf(!fixtures)('results as systems really send them', () => {
  const folder = `${fixtures}/hl7v2`;
  const files = fixtures ? readdirSync(folder).filter(name => name.startsWith('ORU')) : [];
  const attempt = (input: Uint8Array) => {
    try {
      return { mapped: mapper.map(deposit(input)) };
    } catch (error) {
      return { refused: (error as Unusable).issues.map(issue => issue.expression) };
    }
  };
  it.each(files)('%s becomes valid FHIR, or lacks an order', name => {
    const input = new Uint8Array(readFileSync(`${folder}/${name}`));
    expect(mapper.accepts(deposit(input))).toBe(true);
    const { mapped, refused } = attempt(input);
    if (!mapped) {
      expect(refused).toEqual(['OBR']);
      expect(new TextDecoder().decode(input)).not.toMatch(/\rOBR/);
      return;
    }
    const resources = mapped.changes('u1').map(change => (change as { resource: Written }).resource);
    expect(validate(mapped.claim?.patient)).toEqual([]);
    for (const resource of resources)
      expect(validate(resource).map(i => `${i.expression} ${i.diagnostics}`)).toEqual([]);
    expect(new Set(resources.map(r => r.id)).size).toBe(resources.length);
    expect(resources.map(r => domainOf(r)).every(domain => domain === 'laboratory')).toBe(true);
  });
});
