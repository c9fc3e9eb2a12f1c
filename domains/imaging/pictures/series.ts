/** A data set of WADO-RS metadata (PS3.18 annex F). */
export type Metadata = Record<string, { vr: string; Value?: unknown[]; BulkDataURI?: string } | undefined>;

/** A series that can be looked at: its pictures in the order of the body, frames of one file in their own. */
export interface PictureSeries {
  uid: string;
  modality: string;
  description?: string;
  number?: number;
  /** One per picture: what Cornerstone loads. */
  images: { id: string; metadata: Metadata }[];
  /** Frames per second, when the series is a moving picture. */
  rate?: number;
}

const text = (metadata: Metadata, tag: string): string | undefined => {
  const [value] = metadata[tag]?.Value ?? [];
  return value === undefined || value === null ? undefined : String(value);
};

const number = (metadata: Metadata, tag: string): number | undefined => {
  const value = Number(text(metadata, tag));
  return Number.isFinite(value) && text(metadata, tag) !== undefined ? value : undefined;
};

const vector = (metadata: Metadata, tag: string, length: number): number[] | undefined => {
  const values = (metadata[tag]?.Value ?? []).map(Number);
  return values.length === length && values.every(Number.isFinite) ? values : undefined;
};

/** Distance of a slice along the normal of its plane (PS3.3 C.7.6.2.1.1); undefined without a position. */
export function distanceOf(metadata: Metadata): number | undefined {
  const position = vector(metadata, '00200032', 3);
  const orientation = vector(metadata, '00200037', 6);
  if (!position || !orientation) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = orientation;
  const normal = [b * f - c * e, c * d - a * f, a * e - b * d];
  return normal.reduce((sum, axis, index) => sum + axis * (position[index] ?? 0), 0);
}

/** Instance numbers first, as the source numbered them; then where the slices lie. */
function inOrder(a: Metadata, b: Metadata): number {
  const [first, second] = [number(a, '00200013'), number(b, '00200013')];
  if (first !== undefined && second !== undefined && first !== second) return first - second;
  return (distanceOf(a) ?? 0) - (distanceOf(b) ?? 0);
}

/** A picture has rows and columns; reports and waveforms do not. */
const isPicture = (metadata: Metadata): boolean =>
  number(metadata, '00280010') !== undefined && number(metadata, '00280011') !== undefined;

function imagesOf(metadata: Metadata, root: string): PictureSeries['images'] {
  const [study, series, instance] = ['0020000D', '0020000E', '00080018'].map(tag => text(metadata, tag));
  const frames = Math.max(1, number(metadata, '00280008') ?? 1);
  const path = `${root}/studies/${study}/series/${series}/instances/${instance}/frames`;
  return Array.from({ length: frames }, (_, index) => ({ id: `wadors:${path}/${index + 1}`, metadata }));
}

/** Frames per second: as displayed, or from the time between frames (PS3.3 C.7.6.5). */
function rateOf(metadata: Metadata): number | undefined {
  if ((number(metadata, '00280008') ?? 1) < 2) return undefined;
  const interval = number(metadata, '00181063');
  const rate =
    number(metadata, '00082144') ?? number(metadata, '00180040') ?? (interval ? 1000 / interval : 15);
  return rate > 0 ? Math.min(60, rate) : undefined;
}

function toSeries(uid: string, members: readonly Metadata[], root: string): PictureSeries {
  const sorted = [...members].sort(inOrder);
  const first = sorted[0]!;
  const [description, order, rate] = [text(first, '0008103E'), number(first, '00200011'), rateOf(first)];
  return {
    uid,
    modality: text(first, '00080060') ?? '',
    images: sorted.flatMap(metadata => imagesOf(metadata, root)),
    ...(description && { description }),
    ...(order !== undefined && { number: order }),
    ...(rate !== undefined && members.length === 1 && { rate }),
  };
}

/**
 * The series of a study that can be looked at, from its WADO-RS metadata.
 * @param root absolute address of the DICOMweb door: a worker has no page to be relative to.
 */
export function pictureSeries(metadata: readonly Metadata[], root: string): PictureSeries[] {
  const groups = Map.groupBy(metadata.filter(isPicture), one => text(one, '0020000E') ?? '');
  return [...groups]
    .map(([uid, members]) => toSeries(uid, members, root))
    .sort((a, b) => (a.number ?? 0) - (b.number ?? 0) || (a.uid < b.uid ? -1 : 1));
}
