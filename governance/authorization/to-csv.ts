/** A spreadsheet takes what begins so for a formula. */
const isFormula = (text: string): boolean => /^[=+\-@\t\r]/.test(text);

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text =
    value instanceof Date ? value.toISOString() : Array.isArray(value) ? value.join(' ') : String(value);
  return `"${(isFormula(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

/** The columns of each list in a file, in order. Ids are left out but one’s own row’s. */
const columns: Readonly<Record<string, readonly string[]>> = {
  requests: [
    ...[
      'id',
      'kind',
      'organizationName',
      'practitionerName',
      'profile',
      'starts',
      'ends',
      'state',
      'submitted',
    ],
    ...['since', 'reason'],
  ],
  handovers: ['id', 'organizationName', 'practitionerName', 'state', 'ordered', 'since', 'reason'],
  authorizations: [
    ...[
      'id',
      'organizationName',
      'practitionerName',
      'profile',
      'starts',
      'ends',
      'state',
      'since',
      'ended',
      'reason',
    ],
  ],
  designations: [
    'id',
    'organizationName',
    'practitionerName',
    'rule',
    'designatedOn',
    'state',
    'registered',
    'ended',
  ],
  endings: [
    ...['kind', 'organizationName', 'practitionerName', 'profile', 'ends', 'state', 'renewal', 'asked'],
  ],
  reviews: [
    ...[
      'id',
      'organizationName',
      'practitionerName',
      'profile',
      'state',
      'opened',
      'since',
      'answeredByName',
    ],
    'reason',
  ],
  unblockings: ['id', 'organizationName', 'practitionerName', 'state', 'asked', 'since', 'reason'],
  agents: ['id', 'office', 'practitionerName', 'organizationName', 'region', 'state', 'appointed', 'ended'],
};

/** The first line of a list’s file (RFC 4180). */
export const csvHeader = (list: string): string => `${columns[list]!.join(',')}\r\n`;

/** Rows of a list as lines of its file. */
export const csvLines = (list: string, rows: readonly Record<string, unknown>[]): string =>
  rows.map(row => `${columns[list]!.map(column => cell(row[column])).join(',')}\r\n`).join('');
