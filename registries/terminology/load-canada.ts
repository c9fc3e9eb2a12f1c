import type { Concept, SystemHead } from './concept.ts';
import { rowsByName, rowsByPlace } from './read-csv.ts';

type Loader = { head: Omit<SystemHead, 'source'>; concepts: AsyncIterable<Concept> };

const din = 'http://hl7.org/fhir/NamingSystem/ca-hc-din';
const ccdd = 'http://terminology.hl7.org/CodeSystem/hc-CCDD';

const french = (value: string | undefined) => (value ? [{ key: 'fr', language: 'fr-CA', value }] : []);

/** Health Canada's Drug Product Database, `drug.txt`: no names, fourteen fields, the fourth is the DIN. */
async function* dinConcepts(path: string): AsyncGenerator<Concept> {
  for await (const row of rowsByPlace(path)) {
    const [drugCode = '', , klass = '', number = '', brand = '', descriptor = ''] = row;
    if (!/^\d{8}$/.test(number)) continue;
    yield {
      code: number,
      display: [brand, descriptor].filter(Boolean).join(' ').trim() || number,
      properties: { DRUG_CODE: [drugCode], ...(klass ? { CLASS: [klass] } : {}) },
      designations: french(row[12]),
    };
  }
}

const named = (row: Record<string, string>, ...patterns: RegExp[]): string | undefined => {
  for (const pattern of patterns) {
    const name = Object.keys(row).find(key => pattern.test(key));
    if (name !== undefined && row[name]) return row[name];
  }
  return undefined;
};

/** A release file of the CCDD: manufactured products, non-proprietary or active moieties. */
async function* ccddConcepts(path: string): AsyncGenerator<Concept> {
  for await (const row of rowsByName(path)) {
    const code = named(row, /^(mp|ntp|tm)_code$/i);
    if (!code) continue;
    const status = named(row, /_status$/i);
    const identifier = named(row, /health_canada_identifier/i);
    yield {
      code,
      display: named(row, /^(mp|ntp|tm)_en_description$/i, /formal_name$/i) ?? code,
      active: !/inactive/i.test(status ?? ''),
      properties: {
        ...(status ? { status: [status] } : {}),
        ...(identifier ? { DIN: [identifier] } : {}),
      },
      designations: french(named(row, /_fr_description$/i)),
    };
  }
}

/** Which of Health Canada's files it is, by its first line. */
export function canadaLoader(path: string, header: readonly string[]): Loader | undefined {
  if (header.some(name => /^(mp|ntp|tm)_code$/i.test(name)))
    return { head: { url: ccdd, name: 'CCDD', content: 'complete' }, concepts: ccddConcepts(path) };
  if (header.length >= 12 && /^\d{8}$/.test(header[3] ?? ''))
    return { head: { url: din, name: 'DIN', content: 'complete' }, concepts: dinConcepts(path) };
  return undefined;
}
