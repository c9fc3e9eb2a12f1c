import { setImmediate } from 'node:timers/promises';
import { parseJson, type Resource } from '@continuum/standards-fhir';
import { type Chapter, chapters } from './chapter.data.ts';
import type { CopyOrder } from './copy-order.ts';
import { openPaper, type Paper } from './pdf/paper.ts';
import { otherTypes, readEverything, readSection } from './read-record.ts';
import { type Language, sayMoment } from './words/language.ts';
import { say } from './words/say.ts';
import { tell } from './words/tell.ts';
import { fullName, tellUsager } from './words/tell-usager.ts';
import type { Included } from './words/values.ts';

const nothing = new Map<string, Resource>();

/** How many are set before others get their turn: setting type is work that this process does between answers. */
const atOnce = 20;

async function writeItems(
  paper: Paper,
  resources: readonly Resource[],
  language: Language,
  included: Included = nothing,
): Promise<void> {
  for (const [at, resource] of resources.entries()) {
    paper.item(tell(resource, language, included));
    if (at % atOnce === atOnce - 1) await setImmediate();
  }
}

/** The first page: whose copy it is, when it was made and for whom, who they are. */
export function openCopy(kind: 'record' | 'summary', { access, patient, language, made }: CopyOrder): Paper {
  const name = fullName(patient);
  const title = say(kind, language);
  const paper = openPaper({ title, name, language, made });
  const own = access.actor.id === `Patient/${patient.id}`;
  paper.heading(1, title);
  paper.paragraph(say('of', language, { name }), 'lead');
  const at = sayMoment(made, language);
  paper.paragraph(say(own ? 'made' : 'madeBy', language, { at, by: access.actor.name }));
  paper.paragraph(say(kind === 'record' ? 'about' : 'aboutSummary', language), 'quiet');
  paper.heading(2, say('identity', language));
  paper.facts(tellUsager(patient, language));
  return paper;
}

async function* writeChapter(paper: Paper, order: CopyOrder, chapter: Chapter): AsyncGenerator<Buffer> {
  const { access, patient, language } = order;
  let any = false;
  paper.heading(2, chapter.title[language]);
  for (const section of chapter.sections) {
    let begun = false;
    for await (const { resources, included } of readSection(access, patient.id, section)) {
      if (resources.length > 0 && !begun) paper.heading(3, section.title[language]);
      begun ||= resources.length > 0;
      await writeItems(paper, resources, language, included);
      yield* paper.take();
    }
    any ||= begun;
  }
  if (!any) paper.paragraph(say('none', language));
}

async function* writeOthers(paper: Paper, { access, patient, language }: CopyOrder): AsyncGenerator<Buffer> {
  let begun = false;
  for await (const page of readEverything(access, patient.id, otherTypes)) {
    if (page.length > 0 && !begun) paper.heading(2, say('others', language));
    begun ||= page.length > 0;
    const resources = page.map(({ body }) => parseJson(body) as Resource);
    await writeItems(paper, resources, language);
    yield* paper.take();
  }
}

/**
 * The record as a PDF, in pieces: each domain by sections, the newest first, with dates and sources. A page of the database is
 * in memory at a time, journalled before it is written.
 * @throws CopyInterrupted
 */
export async function* recordPdf(order: CopyOrder): AsyncGenerator<Buffer> {
  const paper = openCopy('record', order);
  for (const chapter of chapters) yield* writeChapter(paper, order, chapter);
  yield* writeOthers(paper, order);
  paper.paragraph(say('end', order.language), 'quiet');
  yield* paper.finish();
}
