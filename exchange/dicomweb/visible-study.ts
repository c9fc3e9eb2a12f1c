import type { Access } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import type { Decision } from '@continuum/trust-access';

/** ImagingStudy as this door reads it. */
export interface ImagingStudy extends Resource {
  identifier?: { system?: string; value?: string; type?: { coding?: { code?: string }[] } }[];
  subject?: { reference?: string };
  started?: string;
  description?: string;
  modality?: { code?: string }[];
  numberOfSeries?: number;
  numberOfInstances?: number;
  referrer?: { display?: string };
  series?: ImagingSeries[];
}

export interface ImagingSeries {
  uid: string;
  number?: number;
  description?: string;
  modality?: { code?: string };
  bodySite?: { display?: string; code?: string };
  numberOfInstances?: number;
  instance?: { uid: string; number?: number; sopClass?: { code?: string } }[];
}

export type StudyOutcome =
  | { outcome: 'found'; studies: ImagingStudy[] }
  | { outcome: 'not-found' }
  | { outcome: 'denied'; decision: Extract<Decision, { permit: false }> };

/** Value of the identifier that carries a study's UID (R4 ImagingStudy, 5.5.3). */
export const studyIdentifier = (uid: string): string => `urn:dicom:uid|urn:oid:${uid}`;

/** The Study Instance UID of an ImagingStudy. */
export const studyUid = (study: ImagingStudy): string | undefined =>
  study.identifier?.find(({ system }) => system === 'urn:dicom:uid')?.value?.replace(/^urn:oid:/, '');

/**
 * The ImagingStudy resources of a study that this actor may see. Journalled, durably, before it resolves.
 * What they list, and nothing else that the archive holds under the same UID, may be shown.
 */
export async function openStudy(access: Access, uid: string): Promise<StudyOutcome> {
  const found = await access.search('ImagingStudy', [['identifier', studyIdentifier(uid)]]);
  if (found.outcome === 'denied') return found;
  if (found.outcome === 'invalid' || found.entries.length === 0) return { outcome: 'not-found' };
  return { outcome: 'found', studies: found.entries.map(entry => JSON.parse(entry.body) as ImagingStudy) };
}

/** Series of several views of one study, each with the instances that one of them lists. */
export function seriesOf(studies: readonly ImagingStudy[]): ImagingSeries[] {
  const merged = new Map<string, ImagingSeries>();
  for (const series of studies.flatMap(study => study.series ?? [])) {
    const known = merged.get(series.uid);
    merged.set(
      series.uid,
      known ? { ...known, instance: [...(known.instance ?? []), ...(series.instance ?? [])] } : series,
    );
  }
  return [...merged.values()];
}

/** UIDs of the instances of a series. */
export const instancesOf = (series: ImagingSeries | undefined): Set<string> =>
  new Set(series?.instance?.map(({ uid }) => uid));
