import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is validated: its name, and the resource. */
export type Input = [name: string, resource: { resourceType: string }];

const read = (path: URL | string) => JSON.parse(readFileSync(path, 'utf8'));

const own = (name: string) => read(new URL(`../../standards/fhir/fixtures/${name}.json`, import.meta.url));

/** Twenty results with a narrative each, as a laboratory's system sends them. */
function bundle(): Input {
  const words = 'Glycémie à jeun, prélevée le matin, dans les limites de la normale. '.repeat(8);
  const div = `<div xmlns="http://www.w3.org/1999/xhtml"><p><b>Résultat</b></p><p>${words}</p></div>`;
  const resource = { ...own('observation-glucose'), text: { status: 'generated', div } };
  const entry = Array.from({ length: 20 }, (_, at) => ({
    fullUrl: `https://labo.example/fhir/Observation/o${at}`,
    resource: { ...resource, id: `o${at}` },
  }));
  return ['Bundle of 20 Observations', { resourceType: 'Bundle', type: 'collection', entry } as never];
}

/** The official examples of R4, where `CONTINUUM_FIXTURES` has them. */
function official(name: string): Input[] {
  const path = join(process.env.CONTINUUM_FIXTURES ?? '', 'fhir-examples', `${name}.json`);
  return process.env.CONTINUUM_FIXTURES && existsSync(path) ? [[`${name} (official)`, read(path)]] : [];
}

/** Real-looking resources of several shapes, small to large. */
export const inputs = (): Input[] => [
  ...['observation-glucose', 'patient-marie', 'medication-request'].map((name): Input => [name, own(name)]),
  ...['Patient-example', 'DiagnosticReport-f201'].flatMap(official),
  bundle(),
];
