import { getBlob } from '@continuum/ui-fhir-client';
import { ErrorState } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button } from '@mantine/core';
import { IconFileDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { LaboratoryDocument, LaboratoryReport } from './display.ts';
import { texts } from './texts.ts';

/**
 * Saves the document instead of showing it: its bytes are whatever a laboratory sent, and must not run as a
 * page of this application.
 */
async function saveDocument(path: string, title: string) {
  const address = URL.createObjectURL(await getBlob(path));
  const link = document.createElement('a');
  link.href = address;
  link.download = title;
  link.click();
  URL.revokeObjectURL(address);
}

function DocumentButton({ path, title }: { path: string; title: string }) {
  const say = useText(texts);
  const [error, setError] = useState<unknown>();
  return (
    <>
      <Button
        variant="default"
        size="sm"
        mt="sm"
        leftSection={<IconFileDownload size={18} aria-hidden />}
        onClick={() => saveDocument(path, title).catch(setError)}
      >
        {say('document.open', { title })}
      </Button>
      {!!error && <ErrorState error={error} />}
    </>
  );
}

/** What the laboratory attached to a report. */
export function ReportDocuments({ report, usager }: { report: LaboratoryReport; usager: string }) {
  const say = useText(texts);
  const path = (document: LaboratoryDocument) =>
    `/api/laboratory/${usager}/reports/${report.id}/documents/${document.number}`;
  return report.documents.map(document => (
    <DocumentButton key={document.number} path={path(document)} title={document.title ?? say('document')} />
  ));
}
