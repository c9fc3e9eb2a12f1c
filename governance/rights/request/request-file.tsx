import { useJson } from '@continuum/ui-fhir-client';
import { EmptyState, ErrorState, Loading, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Group, Stack } from '@mantine/core';
import { IconArrowLeft, IconPrinter } from '@tabler/icons-react';
import { JoinedEvidence } from './evidence/joined-evidence.tsx';
import { RequestFacts, RequestHistory, StateBadge, Told } from './request-facts.tsx';
import type { RequestFile as File } from './request-view.ts';
import { RequestStep } from './step-dialog.tsx';
import { texts } from './texts.ts';
import { workPath } from './work-list.tsx';

function Steps({ file }: { file: File }) {
  const say = useText(texts);
  const steps = file.may.filter(event => event !== 'submit' && event !== 'attach');
  if (steps.length === 0)
    return (
      <EmptyState title={say('steps.none')}>
        <p>{say('steps.none.text')}</p>
      </EmptyState>
    );
  const proposed = file.events.findLast(({ event }) => event === 'propose-refusal')?.text;
  return (
    <Group>
      {steps.map(event => (
        <RequestStep
          key={event}
          request={file}
          event={event}
          path={`${workPath}/${file.id}/events`}
          touches={[workPath]}
          proposed={event === 'refuse' ? proposed : undefined}
        />
      ))}
    </Group>
  );
}

/** A request whole, for who handles it: whose it is, what it says, what to do next, what happened. */
export function RequestFile({ id, onBack }: { id: string; onBack: () => void }) {
  const say = useText(texts);
  const { data: file, error, refetch } = useJson<File>(`${workPath}/${id}`);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!file) return <Loading rows={8} />;
  const tools = (
    <Group gap="xs">
      <Button variant="default" leftSection={<IconArrowLeft size={18} aria-hidden />} onClick={onBack}>
        {say('back')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconPrinter size={18} aria-hidden />}
        onClick={() => window.print()}
      >
        {say('print')}
      </Button>
    </Group>
  );
  return (
    <>
      <Panel title={say('facts')} action={tools}>
        <Stack gap="lg">
          <RequestFacts
            request={file}
            more={[
              { label: say('number'), value: file.number },
              { label: say('kind'), value: say(`kind.${file.kind}`) },
              { label: say('state'), value: <StateBadge state={file.state} /> },
              { label: say('whose'), value: file.of.name },
              { label: say('birth'), value: file.of.birthDate },
              { label: say('nam'), value: file.of.nam },
            ]}
          />
          <JoinedEvidence request={file} list={workPath} care />
          <Told request={file} />
        </Stack>
      </Panel>
      <div className="kit-no-print">
        <Panel title={say('steps')}>
          <Steps file={file} />
        </Panel>
      </div>
      <Panel title={say('history')}>
        <RequestHistory request={file} />
      </Panel>
    </>
  );
}
