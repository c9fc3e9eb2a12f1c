import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatJson, parseJson } from '../decimal.ts';
import type { Resource } from '../resource.ts';
import { formatXml, parseXml, XmlError } from './index.ts';

const fixtures = process.env.CONTINUUM_FIXTURES;
const folders: [string, string | URL][] = [
  ['this room’s', new URL('../fixtures/', import.meta.url)],
  ...(fixtures ? [['the official', `${fixtures}/fhir-examples/`] as [string, string]] : []),
];

/** Texts compared as JSON texts: the order of properties apart, every digit counts. */
function canonical(json: string): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
  };
  const quoted = json.replace(
    /("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]*)/g,
    (_, text, number) => text ?? `"#${number}"`,
  );
  return JSON.stringify(sorted(JSON.parse(quoted)));
}

describe.each(folders)('R4 2.6.1: %s examples', (_whose, folder) => {
  const files = readdirSync(folder).filter(file => file.endsWith('.json'));
  const read = (file: string) =>
    readFileSync(typeof folder === 'string' ? folder + file : new URL(file, folder), 'utf8').replace(
      /^\ufeff/,
      '',
    );

  test(`from JSON to XML and back are the same, all ${files.length}`, () => {
    const changed = files.filter(file => {
      const resource = parseJson(read(file)) as Resource;
      const back = parseXml(formatXml(resource, { pretty: file.length % 2 === 0 }));
      return canonical(formatJson(back)) !== canonical(formatJson(resource));
    });
    expect(changed).toEqual([]);
    expect(files.length).toBeGreaterThan(5);
  });
});

describe.skipIf(fixtures)('R4 2.6.1: the official examples', () => {
  test.skip('are read from CONTINUUM_FIXTURES, which is not set', () => undefined);
});

const patient = (inner: string) => `<Patient xmlns="http://hl7.org/fhir">${inner}</Patient>`;

describe('FHIR XML is written', () => {
  test('in the order of the definitions, with attributes, digits and what XML must escape', () => {
    const json =
      '{"gender":"female","resourceType":"Patient","name":[{"given":["A","B"],"_given":[null,{"id":"x","extension":[{"url":"http://e","valueDecimal":1.50}]}],"id":"n"}],"id":"p","_birthDate":{"extension":[{"url":"http://e","valueString":"a\\n\\"<&"}]}}';
    expect(formatXml(parseJson(json) as Resource)).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n${patient(
        '<id value="p"/><name id="n"><given value="A"/><given id="x" value="B"><extension url="http://e"><valueDecimal value="1.50"/></extension></given></name><gender value="female"/><birthDate><extension url="http://e"><valueString value="a&#10;&quot;&lt;&amp;"/></extension></birthDate>',
      )}\n`,
    );
  });

  test('entities that only HTML knows become characters', () => {
    const div = '<div xmlns="http://www.w3.org/1999/xhtml">a&nbsp;b &amp; &eacute;</div>';
    const xml = formatXml({ resourceType: 'Basic', text: { status: 'generated', div } });
    expect(xml).toContain('a\u00a0b &amp; é</div>');
  });
});

describe('FHIR XML is read', () => {
  test('a narrative as it was written, whatever is around it', () => {
    const div =
      '<div xmlns="http://www.w3.org/1999/xhtml"><p class="x">😀 a &lt; b<br/>é</p><!-- c --></div>';
    const read = parseXml(patient(`<id value="😀"/>\r\n<text><status value="generated"/>${div}</text>`));
    expect(read).toEqual({ resourceType: 'Patient', id: '😀', text: { status: 'generated', div } });
  });

  test('a narrative whose namespace stands above it', () => {
    const text =
      '<f:Basic xmlns:f="http://hl7.org/fhir" xmlns="http://www.w3.org/1999/xhtml"><f:text><f:status value="generated"/><div>x</div></f:text></f:Basic>';
    expect(parseXml(text).text).toMatchObject({ div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' });
  });

  test.each<[string, string, RegExp]>([
    [
      'a document type',
      `<!DOCTYPE Patient [<!ENTITY x SYSTEM "file:///etc/passwd">]>${patient('')}`,
      /document type/,
    ],
    ['an entity that nobody declared', patient('<id value="&x;"/>'), /entity/i],
    [
      'entities within entities',
      `<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>${patient('')}`,
      /document type/,
    ],
    ['nesting without end', patient('<contact>'.repeat(200)), /deeper than 100/],
    ['another namespace', '<Patient xmlns="urn:other"/>', /namespace/],
    ['no namespace', '<Patient/>', /namespace/],
    ['a type that is none', '<Dog xmlns="http://hl7.org/fhir"/>', /Dog is not/],
    ['an element that R4 does not have', patient('<colour value="x"/>'), /Patient has no element colour/],
    ['an element twice', patient('<gender value="male"/><gender value="male"/>'), /gender is there 2 times/],
    ['text between elements', patient('hello'), /Text outside/],
    ['an attribute that is none', patient('<gender valeur="male"/>'), /attribute valeur/],
    ['an element that is not closed', '<Patient xmlns="http://hl7.org/fhir">', /unclosed/i],
    ['two resources in one place', patient('<contained><Basic/><Basic/></contained>'), /one resource/],
    ['an empty primitive', patient('<gender/>'), /neither a value/],
    ['nothing', '', /element/],
  ])('but not %s', (_title, text, sentence) => {
    expect(() => parseXml(text)).toThrow(XmlError);
    expect(() => parseXml(text)).toThrow(sentence);
  });
});
