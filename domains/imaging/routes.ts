import { denied, tell } from '@continuum/door';
import type { MissingReason, WhyMissing } from '@continuum/intake';
import type { Access, Gate, SearchOutcome } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { forCitizen, type ImagingRecord, toExams } from './exam.ts';

/** What the routes work with. */
export interface ImagingRoutesDependencies {
  gate: Pick<Gate, 'open'>;
  whyMissing: WhyMissing;
  /** Is an imaging archive there now? */
  connected(): boolean | Promise<boolean>;
}

/** Categories of reports that belong to this domain (v2-0074 sections, and the word itself). */
const categories = 'imaging,RAD,IMG,CT,CUS,NMR,NMS,NRS,OUS,RUS,RX,VUS,XRC,EC';

type Found = Extract<SearchOutcome, { outcome: 'found' }>;
type Failed = Exclude<SearchOutcome, Found>;

/** Every page of a search: a record is shown whole, or not. */
async function all(
  access: Access,
  type: string,
  parameters: [string, string][],
): Promise<Resource[] | Failed> {
  const resources: Resource[] = [];
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = await access.search(type, [
      ...parameters,
      ...(cursor ? [['_cursor', cursor] as [string, string]] : []),
    ]);
    if (page.outcome !== 'found') return page;
    resources.push(...page.entries.map(entry => JSON.parse(entry.body) as Resource));
    cursor = page.next;
  }
  return resources;
}

const failed = (reply: FastifyReply, failure: Failed): FastifyReply =>
  failure.outcome === 'denied' ? denied(reply, failure) : tell(reply, 400, failure.issues);

function absenceOf(
  known: readonly MissingReason[],
  { items }: Pick<ImagingRecord, 'items'>,
  connected: boolean,
): ImagingRecord['absence'] {
  const absence: ImagingRecord['absence'] = [...known];
  // Something may be hidden: it is not known then that nothing came.
  const hidden = known.some(({ code }) => code === 'refused' || code === 'restricted');
  if (items.length === 0 && !hidden) absence.push({ code: 'nothing-received' });
  if (!connected && items.some(({ pictures }) => pictures)) absence.push({ code: 'pictures-not-connected' });
  return absence;
}

/** One usager: an exam list is nobody's when it is of two. */
const params = {
  type: 'object',
  properties: { patient: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' } },
};

/**
 * `GET /{patient}/studies`: exams of a usager with their reports, newest first. For care, or for the person
 * (reports alone). Answers `ImagingRecord`; 401 or 403 with an OperationOutcome when the decision says no.
 */
export function routes({ gate, whyMissing, connected }: ImagingRoutesDependencies): FastifyPluginAsync {
  return async app => {
    app.get<{ Params: { patient: string } }>(
      '/:patient/studies',
      { schema: { params } },
      async (request, reply) => {
        const { actor, purpose, origin, params } = request;
        const citizen = actor.kind === 'citizen';
        const access = gate.open(actor, purpose, origin);
        const usager: [string, string][] = [
          ['patient', params.patient],
          ['_count', '100'],
        ];
        const studies = await all(access, 'ImagingStudy', usager);
        if (!Array.isArray(studies)) return failed(reply, studies);
        const reports = await all(access, 'DiagnosticReport', [...usager, ['category', categories]]);
        if (!Array.isArray(reports)) return failed(reply, reports);
        const exams = toExams(studies, reports);
        const known = await whyMissing(access, params.patient, 'imaging');
        const refused = known.some(({ code }) => code === 'refused');
        const shown = {
          refused,
          ...(refused && purpose.of === 'INTERPRET' && exams.length > 0 && { interpretation: true as const }),
          items: citizen ? forCitizen(exams) : exams,
        };
        const record: ImagingRecord = { ...shown, absence: absenceOf(known, shown, await connected()) };
        return record;
      },
    );
  };
}
