import type { Resource } from '@continuum/standards-fhir';
import type { CopyOrder } from './copy-order.ts';
import { openCopy } from './record-pdf.ts';
import type { Both } from './words/language.ts';
import { say } from './words/say.ts';
import { tell } from './words/tell.ts';
import { listOf, sayConcept } from './words/values.ts';

interface Entry {
  fullUrl?: string;
  resource?: Resource;
}
interface Section {
  title?: string;
  entry?: { reference?: string }[];
  emptyReason?: { coding?: { code?: string }[] };
}

/** Of IPS: that nothing is known, said by an entry. */
const isAbsent = (resource: Resource): boolean =>
  [resource.code, resource.medicationCodeableConcept, resource.vaccineCode].some(concept =>
    listOf<{ system?: string }>((concept as { coding?: unknown } | undefined)?.coding).some(({ system }) =>
      system?.endsWith('/absent-unknown-uv-ips'),
    ),
  );

/** Titles are in both languages: `Médicaments / Medications`. */
const titleIn = (title: string | undefined, language: keyof Both): string => {
  const [fr = '', en = fr] = (title ?? '').split(' / ');
  return language === 'fr' ? fr : en;
};

/** By the reference that an entry is named by: its address, its type and id. */
function byReference(entries: readonly Entry[]): Map<string, Resource> {
  return new Map(
    entries.flatMap(({ fullUrl = '', resource }) =>
      resource
        ? [[fullUrl, resource] as const, [`${resource.resourceType}/${resource.id}`, resource] as const]
        : [],
    ),
  );
}

/**
 * The patient summary as a PDF.
 * @param document the Bundle of `$summary`
 */
export async function* summaryPdf(order: CopyOrder, document: Resource): AsyncGenerator<Buffer> {
  const { language } = order;
  const entries = listOf<Entry>(document.entry);
  const known = byReference(entries);
  const composition = entries[0]?.resource;
  const paper = openCopy('summary', order);
  for (const { title, entry = [], emptyReason } of listOf<Section>(composition?.section)) {
    paper.heading(2, titleIn(title, language));
    const resources = entry.flatMap(({ reference = '' }) => known.get(reference) ?? []);
    const told = resources.filter(resource => !isAbsent(resource));
    for (const resource of told) paper.item(tell(resource, language, known));
    const withheld = sayConcept(emptyReason) !== undefined && emptyReason?.coding?.[0]?.code === 'withheld';
    if (told.length === 0) paper.paragraph(say(withheld ? 'withheld' : 'none', language));
    yield* paper.take();
  }
  paper.paragraph(say('end', language), 'quiet');
  yield* paper.finish();
}
