import type { Issue } from '@continuum/standards-fhir';

/** Entries that a page has at most. */
const most = 1000;

/** How many entries a page has when so many are asked for. */
export const pageSize = (asked: number | undefined, usual: number): number => Math.min(asked ?? usual, most);

/** A server may send fewer than it is asked for (R4 3.1.1.5), and says so. */
export const smallerPage = (asked: number | undefined): Issue[] =>
  asked === undefined || asked <= most
    ? []
    : [
        {
          severity: 'information',
          code: 'too-costly',
          expression: '_count',
          diagnostics: `_count=${asked} is more than a page holds: it has ${most} at most; follow the link next.`,
        },
      ];
