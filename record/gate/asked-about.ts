import type { Store } from '@continuum/record-store';
import { isResourceType } from '@continuum/standards-fhir';
import { usagersInContext } from './usager-in-context.ts';

/** A request as it came, for an attempt that nothing was read of. */
export interface Asked {
  method: string;
  url: string;
}

/** The whole of the imaging domain, seen by nobody: it only tells whose a study is. */
const imaging = { domains: ['imaging'], usagers: 'any', refusal: 'own' } as const;

const plain = /^[A-Za-z0-9.-]{1,64}$/;

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

async function ofStudy(store: Store, uid: string): Promise<string[]> {
  const query: [string, string][] = [['identifier', `urn:dicom:uid|urn:oid:${uid}`]];
  const found = await store.search(imaging, 'ImagingStudy', query, { now: new Date(0) });
  return found.outcome === 'found' ? found.entries.flatMap(({ usagers }) => usagers) : [];
}

/** Parts of an address after the door, and what follows its question mark. */
type Find = (store: Store, parts: readonly string[], query: string) => Promise<string[]>;

/** A resource by its id, or a search that names usagers. */
const ofResource: Find = async (store, [, type = '', id = ''], query) => {
  if (!isResourceType(type)) return [];
  const named = usagersInContext(type, [...new URLSearchParams(query)]);
  return plain.test(id) ? [...(await store.usagersOf(type, id)), ...named] : named;
};

const finders: Readonly<Record<string, Find>> = {
  fhir: ofResource,
  /** A screen's page of one usager. */
  api: async (store, [, id = '']) => (plain.test(id) ? store.usagersOf('Patient', id) : []),
  dicomweb: async (store, [, uid = '']) => (plain.test(uid) ? ofStudy(store, uid) : []),
};

/** The usagers whose record an address is about, as far as the address alone says it. */
export async function usagersAsked(store: Store, url: string): Promise<string[]> {
  const [path = '', query = ''] = url.split('?', 2);
  const [, door = '', ...parts] = path.split('/').map(decoded);
  const find = Object.hasOwn(finders, door) ? finders[door] : undefined;
  return find ? [...new Set(await find(store, parts, query))] : [];
}
