/** A data set in the DICOM JSON model (PS3.18 annex F). */
export type DicomJson = Record<string, DicomElement>;

export interface DicomElement {
  vr: string;
  Value?: unknown[];
  BulkDataURI?: string;
}

/** An element with its values; without any when they are all absent. */
export function element(vr: string, ...values: (unknown | undefined)[]): DicomElement {
  const present = values.filter(value => value !== undefined && value !== '');
  return present.length > 0 ? { vr, Value: present } : { vr };
}

/** First value of an element, as text. */
export const textAt = (dataSet: DicomJson, tag: string): string | undefined => {
  const [value] = dataSet[tag]?.Value ?? [];
  return value === undefined || value === null ? undefined : String(value);
};

/** Rewrites every BulkDataURI of a data set, nested ones included. */
export function rewriteBulkData(dataSet: DicomJson, rewrite: (uri: string) => string): DicomJson {
  const entries = Object.entries(dataSet).map(([tag, { BulkDataURI, Value, ...rest }]) => [
    tag,
    {
      ...rest,
      ...(Value && {
        Value: rest.vr === 'SQ' ? Value.map(item => rewriteBulkData(item as DicomJson, rewrite)) : Value,
      }),
      ...(BulkDataURI && { BulkDataURI: rewrite(BulkDataURI) }),
    },
  ]);
  return Object.fromEntries(entries) as DicomJson;
}
