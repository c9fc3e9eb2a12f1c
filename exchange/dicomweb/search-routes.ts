import type { SearchEntry } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DicomJson } from './dicom-json.ts';
import { accessOf, type Door, uidsOf } from './door.ts';
import { denied, fail, notFound } from './failure.ts';
import { formatInstances, formatSeries, formatStudy, parseStudyQuery, type StudyQuery } from './qido-rs.ts';
import { type ImagingSeries, type ImagingStudy, openStudy, seriesOf } from './visible-study.ts';

type Query = Record<string, string | string[]>;

/** Answers a list; nothing found is 204, exactly as for what is not visible (PS3.18 10.6.3). */
function answer(reply: FastifyReply, results: readonly DicomJson[]): FastifyReply {
  if (results.length === 0) return reply.code(204).send();
  return reply.type('application/dicom+json').send(JSON.stringify(results));
}

/** Visible studies, page after page, until the asked window is filled. */
async function entriesOf(door: Door, request: FastifyRequest, query: StudyQuery) {
  const access = accessOf(door, request);
  const wanted = query.offset + query.limit;
  const entries: SearchEntry[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await access.search('ImagingStudy', [
      ...query.parameters,
      ['_include', 'ImagingStudy:subject'],
      ['_sort', '-started'],
      ['_count', String(Math.min(wanted, 100))],
      ...(cursor ? ([['_cursor', cursor]] as [string, string][]) : []),
    ]);
    if (page.outcome !== 'found') return page;
    entries.push(...page.entries);
    cursor = page.next;
    more = cursor !== undefined && entries.filter(({ mode }) => mode === 'match').length < wanted;
  }
  return { outcome: 'found' as const, entries };
}

const parsed = (entries: readonly SearchEntry[], mode: SearchEntry['mode']): Resource[] =>
  entries.filter(entry => entry.mode === mode).map(entry => JSON.parse(entry.body) as Resource);

async function searchStudies(door: Door, request: FastifyRequest, reply: FastifyReply) {
  const query = parseStudyQuery(request.query as Query);
  if (query.ignored.length > 0)
    reply.header(
      'Warning',
      `299 continuum "Not searched here: ${query.ignored.join(', ').replaceAll(/[^\w, ]/g, '?')}"`,
    );
  const found = await entriesOf(door, request, query);
  if (found.outcome === 'denied') return denied(reply, found.decision);
  if (found.outcome === 'invalid')
    return fail(reply, 400, found.issues.map(({ diagnostics }) => diagnostics).join(' '), 'value');
  const patients = new Map(
    parsed(found.entries, 'include').map(patient => [`Patient/${patient.id}`, patient]),
  );
  const studies = (parsed(found.entries, 'match') as ImagingStudy[])
    .slice(query.offset, query.offset + query.limit)
    .map(study => formatStudy(study, patients.get(study.subject?.reference ?? ''), door.baseUrl));
  return answer(reply, studies);
}

type Format = (series: ImagingSeries, study: string, base: string) => DicomJson[];

/** The series of one visible study, narrowed by `keep`. */
async function searchWithin(
  door: Door,
  request: FastifyRequest,
  reply: FastifyReply,
  { study, format, series }: { study: string; format: Format; series?: string },
) {
  const opened = await openStudy(accessOf(door, request), study);
  if (opened.outcome === 'denied') return denied(reply, opened.decision);
  if (opened.outcome === 'not-found') return answer(reply, []);
  const kept = seriesOf(opened.studies).filter(({ uid }) => series === undefined || uid === series);
  const results = kept
    .flatMap(one => format(one, study, door.baseUrl))
    .filter(matching(request.query as Query));
  const { limit, offset } = parseStudyQuery(request.query as Query);
  return answer(reply, results.slice(offset, offset + limit));
}

/** Filters by the attributes that series and instances carry here. */
const filters: Readonly<Record<string, string>> = {
  Modality: '00080060',
  '00080060': '00080060',
  SeriesInstanceUID: '0020000E',
  '0020000E': '0020000E',
  SOPInstanceUID: '00080018',
  '00080018': '00080018',
  SOPClassUID: '00080016',
  '00080016': '00080016',
};

function matching(query: Query): (result: DicomJson) => boolean {
  const wanted = Object.entries(query).flatMap(([name, value]) =>
    name in filters ? [[filters[name]!, [value].flat().flatMap(one => one.split(','))] as const] : [],
  );
  return result => wanted.every(([tag, values]) => values.includes(String(result[tag]?.Value?.[0])));
}

const oneSeries: Format = (series, study, base) => [formatSeries(series, study, base)];

/** `GET …/studies`, `…/series`, `…/instances` (QIDO-RS, PS3.18 10.6): from what the record shows, never raw. */
export function searchRoutes(app: FastifyInstance, door: Door): void {
  app.get('/studies', (request, reply) => searchStudies(door, request, reply));
  const within = (format: Format) => (request: FastifyRequest, reply: FastifyReply) => {
    const { study, series } = uidsOf(request.params) ?? {};
    if (study === undefined) return notFound(reply);
    return searchWithin(door, request, reply, { study, format, ...(series && { series }) });
  };
  app.get('/studies/:study/series', within(oneSeries));
  app.get('/studies/:study/instances', within(formatInstances));
  app.get('/studies/:study/series/:series/instances', within(formatInstances));
  const named = (format: Format) => (request: FastifyRequest, reply: FastifyReply) => {
    const { StudyInstanceUID, '0020000D': tag } = request.query as Record<string, string>;
    const uid = uidsOf({ study: String(StudyInstanceUID ?? tag ?? '') });
    if (!uid) return fail(reply, 400, 'Name one study: StudyInstanceUID=….', 'required');
    return searchWithin(door, request, reply, { study: uid.study!, format });
  };
  app.get('/series', named(oneSeries));
  app.get('/instances', named(formatInstances));
}
