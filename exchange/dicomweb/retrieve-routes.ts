import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Archive, locationAt, onlyPart } from './archive.ts';
import { accessOf, type Door, uidsOf } from './door.ts';
import { denied, fail, notConnected, notFound } from './failure.ts';
import { type ImagingStudy, openStudy, seriesOf } from './visible-study.ts';
import {
  frames as framesOf,
  type InstancePath,
  instanceBytes,
  instancePaths,
  instancesBody,
  metadata,
  pathOf,
  repackage,
  transferSyntaxOf,
} from './wado-rs.ts';

/** What a retrieval answers with, once it is known that it may. */
type Retrieve = (context: {
  archive: Archive;
  door: Door;
  request: FastifyRequest;
  reply: FastifyReply;
  paths: readonly InstancePath[];
}) => Promise<FastifyReply>;

/**
 * Of the instances that visible studies list, those that came to the archive for these studies. An ImagingStudy
 * that somebody wrote may list anybody's pictures: the pictures' own deposits say whose they are.
 */
async function depositedFor(
  { gate }: Door,
  studies: readonly ImagingStudy[],
  paths: readonly InstancePath[],
): Promise<InstancePath[]> {
  const where = (path: InstancePath) => locationAt(pathOf(path));
  const resources = studies.map(({ id }) => `ImagingStudy/${id}`);
  const known = await gate.deposits.locationsOf(paths.map(where), resources);
  return paths.filter(path => known.has(where(path)));
}

/**
 * Guards a retrieval: only instances that a visible ImagingStudy lists and came from, and only once the look is in
 * the journal. What is invisible answers exactly as what does not exist.
 */
const guarded = (door: Door, retrieve: Retrieve) => async (request: FastifyRequest, reply: FastifyReply) => {
  const { frames: _frames, '*': _rest, ...named } = request.params as Record<string, string>;
  const uids = uidsOf(named);
  if (!uids) return notFound(reply);
  const opened = await openStudy(accessOf(door, request), uids.study!);
  if (opened.outcome === 'denied') return denied(reply, opened.decision);
  const studies = opened.outcome === 'found' ? opened.studies : [];
  const listed = instancePaths(uids.study!, seriesOf(studies), uids);
  const paths = listed.length > 0 ? await depositedFor(door, studies, listed) : [];
  if (paths.length === 0) return notFound(reply);
  if (!door.archive) return notConnected(reply);
  return retrieve({ archive: door.archive, door, request, reply, paths });
};

/** Instances as files: multipart, or the file alone when one is asked for as `application/dicom`. */
const retrieveInstances: Retrieve = async ({ archive, request, reply, paths }) => {
  const { accept } = request.headers;
  const syntax = transferSyntaxOf(accept);
  const [first] = paths;
  if (paths.length === 1 && first && /^\s*application\/dicom\s*(;|,|$)/.test(accept ?? ''))
    return reply.type('application/dicom').send(Buffer.from(await instanceBytes(archive, first, syntax)));
  const boundary = randomUUID();
  return reply
    .type(`multipart/related; type="application/dicom"; boundary=${boundary}`)
    .send(Readable.from(instancesBody(archive, paths, { boundary, syntax })));
};

const retrieveMetadata: Retrieve = async ({ archive, door, reply, paths }) => {
  const found = await metadata(archive, paths, door.baseUrl);
  return reply.type('application/dicom+json').send(JSON.stringify(found));
};

/** Passes the archive's refusal of one representation on, without its page. Orthanc says 400 of an absent frame. */
const refused = (reply: FastifyReply, status: number): FastifyReply =>
  status === 404 || status === 400
    ? fail(reply, 404, 'The archive has no such frame or part, or cannot cut it out.', 'not-found')
    : fail(reply, 406, 'The archive cannot give these pictures in that form.', 'not-supported');

const retrieveFrames: Retrieve = async ({ archive, request, reply, paths }) => {
  const { frames = '' } = request.params as Record<string, string>;
  if (!/^[1-9]\d{0,6}(,[1-9]\d{0,6}){0,99}$/.test(frames))
    return fail(reply, 400, 'Frames are numbers from 1.', 'value');
  const syntax = transferSyntaxOf(request.headers.accept);
  const found = await framesOf(archive, paths[0]!, { frames, syntax });
  if (typeof found === 'number') return refused(reply, found);
  return reply.type(found.contentType).send(found.body);
};

const retrieveBulkData: Retrieve = async ({ archive, request, reply, paths }) => {
  const { '*': rest = '' } = request.params as Record<string, string>;
  if (!/^[0-9a-fA-F]{8}(\/\d+\/[0-9a-fA-F]{8})*$/.test(rest)) return notFound(reply);
  const response = await archive.get(
    `${pathOf(paths[0]!)}/bulk/${rest}`,
    'multipart/related; type="application/octet-stream"',
  );
  if (!response.ok) return refused(reply, response.status);
  if (!/multipart\//.test(request.headers.accept ?? ''))
    return reply.type('application/octet-stream').send(Buffer.from(await onlyPart(response)));
  const { contentType, body } = await repackage(response);
  return reply.type(contentType).send(body);
};

/** Query of a rendered picture that is passed on (PS3.18 8.3.5): numbers and commas alone. */
function renderingOf(query: unknown, fallback: Record<string, string>): string {
  const { viewport, window, quality } = query as Record<string, string | undefined>;
  const given = {
    ...fallback,
    ...(viewport && { viewport }),
    ...(window && { window }),
    ...(quality && { quality }),
  };
  const safe = Object.entries(given).filter(([, value]) => /^[\w.,-]{1,60}$/.test(value));
  // Orthanc does not read a comma that is percent-encoded; nothing here needs encoding.
  return safe.map(([name, value]) => `${name}=${value}`).join('&');
}

const rendered =
  (fallback: Record<string, string>): Retrieve =>
  async ({ archive, request, reply, paths }) => {
    const { frames } = request.params as Record<string, string>;
    if (frames !== undefined && !/^[1-9]\d{0,6}$/.test(frames))
      return fail(reply, 400, 'A frame is a number from 1.', 'value');
    const path = paths[Math.floor(paths.length / 2)]!;
    const accept = /image\/png/.test(request.headers.accept ?? '') ? 'image/png' : 'image/jpeg';
    const query = renderingOf(request.query, fallback);
    const target = `${pathOf(path)}${frames === undefined ? '' : `/frames/${frames}`}/rendered${query && `?${query}`}`;
    const response = await archive.get(target, accept);
    // The instance is there: without a frame's number, only its form can be what is wrong.
    if (!response.ok) return refused(reply, frames === undefined ? 406 : response.status);
    return reply
      .type(response.headers.get('content-type') ?? accept)
      .send(Buffer.from(await response.arrayBuffer()));
  };

const levels = [
  '/studies/:study',
  '/studies/:study/series/:series',
  '/studies/:study/series/:series/instances/:instance',
];
const thumbnail = { viewport: '128,128' };

/** `GET …/studies/{study}` and below (WADO-RS, PS3.18 10.4). */
export function retrieveRoutes(app: FastifyInstance, door: Door): void {
  for (const level of levels) {
    app.get(level, guarded(door, retrieveInstances));
    app.get(`${level}/metadata`, guarded(door, retrieveMetadata));
    app.get(`${level}/rendered`, guarded(door, rendered({})));
    app.get(`${level}/thumbnail`, guarded(door, rendered(thumbnail)));
  }
  const instance = levels[2]!;
  app.get(`${instance}/frames/:frames`, guarded(door, retrieveFrames));
  app.get(`${instance}/frames/:frames/rendered`, guarded(door, rendered({})));
  app.get(`${instance}/frames/:frames/thumbnail`, guarded(door, rendered(thumbnail)));
  app.get(`${instance}/bulk/*`, guarded(door, retrieveBulkData));
}
