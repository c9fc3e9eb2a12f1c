import { ErrorState, Loading, Panel } from '@continuum/ui-kit';
import { useFormat, useText } from '@continuum/ui-language';
import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { Compare } from './compare.tsx';
import { MatrixTable } from './matrix-table.tsx';
import { type Current, useCurrent } from './shown.browser.ts';
import { texts } from './texts.ts';
import { VersionDetail } from './version-detail.tsx';
import { VersionList } from './version-list.tsx';

function TableInForce({ current }: { current: Current }) {
  const say = useText(texts);
  const format = useFormat();
  const { version, domains } = current;
  const lead = say('table.current.lead', { number: version.number!, date: format.date(version.effective!) });
  return (
    <Panel
      title={say('table.current')}
      description={`${lead} ${say('purpose.all')}`}
      padding="flush"
      action={
        <Button
          variant="default"
          leftSection={<IconPrinter size={18} aria-hidden />}
          onClick={() => window.print()}
        >
          {say('print')}
        </Button>
      }
    >
      <MatrixTable rows={version.rows} domains={domains} caption={say('table.current')} />
    </Panel>
  );
}

/** The access matrix: the table in force, its versions, and one of them at a time. */
export function MatrixDesk() {
  const { data: current, error, refetch } = useCurrent();
  const [opened, setOpened] = useState<string>();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!current) return <Loading rows={8} />;
  if (opened !== undefined)
    return <VersionDetail id={opened} current={current} onClose={() => setOpened(undefined)} />;
  return (
    <>
      <VersionList mayCreate={current.mayCreate} onOpen={setOpened} />
      <TableInForce current={current} />
      <Compare />
    </>
  );
}
