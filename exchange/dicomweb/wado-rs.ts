import { randomUUID } from 'node:crypto';
import { type Archive, ArchiveUnavailable, NotInThatForm, onlyPart } from './archive.ts';
import { type DicomJson, rewriteBulkData, textAt } from './dicom-json.ts';
import { boundaryOf, closing, formatPart, readParts } from './multipart.ts';
import { type ImagingSeries, instancesOf } from './visible-study.ts';

const frameLimit = 2 ** 31;

/** Path of an instance below a DICOMweb root. */
export interface InstancePath {
  study: string;
  series: string;
  instance: string;
}

export const pathOf = ({ study, series, instance }: InstancePath): string =>
  `studies/${study}/series/${series}/instances/${instance}`;

/** Everything that was asked for and may be shown. */
export function instancePaths(study: string, series: readonly ImagingSeries[], only: Partial<InstancePath>) {
  return series
    .filter(({ uid }) => only.series === undefined || uid === only.series)
    .flatMap(one => [...instancesOf(one)].map(instance => ({ study, series: one.uid, instance })))
    .filter(({ instance }) => only.instance === undefined || instance === only.instance);
}

/** The transfer syntax that an Accept header names; `*`, the bytes as they lie, when it names none. */
export function transferSyntaxOf(accept: string | undefined): string {
  return /transfer-syntax="?([\d.]+|\*)"?/.exec(accept ?? '')?.[1] ?? '*';
}

/** The instances as one multipart body, fetched one at a time. */
export async function* instancesBody(
  archive: Archive,
  paths: readonly InstancePath[],
  { boundary, syntax }: { boundary: string; syntax: string },
): AsyncGenerator<Buffer> {
  for (const path of paths)
    yield formatPart(boundary, 'application/dicom', await instanceBytes(archive, path, syntax));
  yield closing(boundary);
}

/**
 * One instance (PS3.10), in the transfer syntax asked for.
 * @throws NotInThatForm when the archive cannot convert it, ArchiveUnavailable.
 */
export async function instanceBytes(
  archive: Archive,
  path: InstancePath,
  syntax: string,
): Promise<Uint8Array> {
  const accept = `multipart/related; type="application/dicom"; transfer-syntax=${syntax}`;
  const response = await archive.get(pathOf(path), accept);
  if (response.ok) return onlyPart(response);
  await response.body?.cancel();
  const cause = new Error(`HTTP ${response.status}`);
  throw syntax === '*' ? new ArchiveUnavailable({ cause }) : new NotInThatForm({ cause });
}

/** Metadata of the instances that may be shown, with links that lead here and not to the archive. */
export async function metadata(
  archive: Archive,
  paths: readonly InstancePath[],
  base: string,
): Promise<DicomJson[]> {
  const allowed = new Set(paths.map(({ instance }) => instance));
  const series = [...new Set(paths.map(path => path.series))];
  const found: DicomJson[] = [];
  for (const uid of series) found.push(...(await seriesMetadata(archive, paths, uid)));
  return found
    .filter(dataSet => allowed.has(textAt(dataSet, '00080018') ?? ''))
    .map(dataSet => rewriteBulkData(dataSet, uri => `${base}/${uri.slice(uri.indexOf('studies/'))}`));
}

async function metadataAt(archive: Archive, path: string): Promise<DicomJson[] | undefined> {
  const response = await archive.get(`${path}/metadata`, 'application/dicom+json');
  if (response.ok) return (await response.json()) as DicomJson[];
  await response.body?.cancel();
  return undefined;
}

/**
 * One request for a series. Orthanc does not answer it when two patients' files bear the same series UID: each
 * instance is asked for then.
 */
async function seriesMetadata(archive: Archive, paths: readonly InstancePath[], series: string) {
  const within = paths.filter(path => path.series === series);
  const [first] = within;
  const whole = within.length > 1 && (await metadataAt(archive, `studies/${first?.study}/series/${series}`));
  if (whole) return whole;
  const found: DicomJson[] = [];
  for (const path of within) found.push(...((await metadataAt(archive, pathOf(path))) ?? missing()));
  return found;
}

function missing(): never {
  throw new ArchiveUnavailable({ cause: new Error('an instance of the record is not in the archive') });
}

/** A multipart answer with its type and its body. */
export interface Multipart {
  contentType: string;
  body: Buffer;
}

/**
 * Repeats the parts of a multipart answer of the archive without their Content-Location, which would name the
 * archive's own address.
 */
export async function repackage(response: Response): Promise<Multipart> {
  if (!response.body) throw new ArchiveUnavailable();
  const boundary = randomUUID();
  const pieces: Buffer[] = [];
  let type = 'application/octet-stream';
  for await (const part of readParts(
    response.body,
    boundaryOf(response.headers.get('content-type') ?? ''),
    frameLimit,
  )) {
    type = part.headers['content-type'] ?? type;
    pieces.push(formatPart(boundary, type, part.body));
  }
  const [media] = type.split(';');
  return {
    contentType: `multipart/related; type="${media?.trim()}"; boundary=${boundary}`,
    body: Buffer.concat([...pieces, closing(boundary)]),
  };
}

const explicitLittleEndian = '1.2.840.10008.1.2.1';

const frameAccept = (syntax: string) =>
  `multipart/related; type="application/octet-stream"; transfer-syntax=${syntax}`;

/**
 * Frames of an instance. Orthanc cannot cut big endian files as they lie: they are asked for in little endian
 * then.
 * @returns the archive's status when it does not give them either way.
 */
export async function frames(
  archive: Archive,
  path: InstancePath,
  wanted: { frames: string; syntax: string },
): Promise<Multipart | number> {
  const ask = (syntax: string) => archive.get(`${pathOf(path)}/frames/${wanted.frames}`, frameAccept(syntax));
  const first = await ask(wanted.syntax);
  if (first.ok) return repackage(first);
  await first.body?.cancel();
  if (first.status === 404 || wanted.syntax !== '*') return first.status;
  const second = await ask(explicitLittleEndian);
  if (second.ok) return repackage(second);
  await second.body?.cancel();
  return second.status;
}
