import { toOperationOutcome } from '@continuum/standards-fhir';
import type { ExportFile, KeptExport } from './kept-export.ts';

/** Name of the file that tells what lenient handling left out. */
export const remarksName = 'remarks.ndjson';

/** The manifest (Bulk Data Access 2.0, complete status). How many lines a file has is not told: a refusal may take some. */
export function manifest({ files, remarks, plan, request }: KeptExport, address: string): object {
  const entries = (deleted: boolean) =>
    files
      .filter(({ range }) => range.deleted === deleted)
      .map(({ name, range }: ExportFile) => ({
        type: deleted ? 'Bundle' : range.type,
        url: `${address}/${name}`,
      }));
  return {
    transactionTime: new Date(plan.until).toISOString(),
    request,
    requiresAccessToken: true,
    output: entries(false),
    deleted: entries(true),
    error: remarks.length > 0 ? [{ type: 'OperationOutcome', url: `${address}/${remarksName}` }] : [],
  };
}

/** What lenient handling left out, a line each. */
export const remarksText = ({ remarks }: KeptExport): string =>
  remarks.map(remark => `${JSON.stringify(toOperationOutcome([remark]))}\n`).join('');
