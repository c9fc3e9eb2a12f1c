/**
 * What may be joined to a request, and how much. Sizes and numbers are the product’s own choice: room for a page that was
 * photographed or a report of some pages, too little to fill the database; no rule of law says any.
 */
export const evidenceLimits = {
  /** Bytes of one file: 5 MiB. */
  bytes: 5 * 1024 * 1024,
  /** Files of one request. */
  files: 3,
  /** Files of one account in a day. */
  aDay: 12,
  /** Characters of a name. */
  name: 120,
} as const;

/** Media types, and how the name of a file of each ends. */
export const evidenceTypes = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
} as const;

export type EvidenceType = keyof typeof evidenceTypes;
