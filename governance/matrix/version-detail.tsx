import { DateText, ErrorState, Loading, Panel, Timeline } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Group } from '@mantine/core';
import { ChangeList } from './change-list.tsx';
import { DraftEditor } from './draft-editor.tsx';
import { MatrixTable } from './matrix-table.tsx';
import { Preview } from './preview.tsx';
import { type Current, type ShownVersion, useVersion } from './shown.browser.ts';
import { AdoptionSignature } from './signature/adoption-signature.tsx';
import { texts as signatureTexts } from './signature/texts.ts';
import { Steps } from './take-step.tsx';
import { texts } from './texts.ts';
import { useWords } from './words.browser.ts';

function Events({ version }: { version: ShownVersion }) {
  const say = useText(texts);
  if (version.events.length === 0) return null;
  return (
    <Panel title={say('events')}>
      <Timeline
        label={say('events')}
        items={version.events.toReversed().map(({ event, at, byName, reason }, place) => ({
          key: String(place),
          when: <DateText value={at} time />,
          title: say('event.line', { event: say(`event.${event}` as 'event.save'), name: byName }),
          detail: reason,
        }))}
      />
    </Panel>
  );
}

function Signature({ version }: { version: ShownVersion }) {
  const say = useText(signatureTexts);
  if (!version.act && !version.unsigned) return null;
  return (
    <Panel title={say('title')}>
      <AdoptionSignature version={version} />
    </Panel>
  );
}

/** One version: what it changes, what comes next, what a profile would see, and its history. */
export function VersionDetail({
  id,
  current,
  onClose,
}: {
  id: string;
  current: Current;
  onClose: () => void;
}) {
  const say = useText(texts);
  const words = useWords();
  const { data: version, error, refetch } = useVersion(id);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!version) return <Loading rows={6} />;
  const { domains, purposes, fixed } = current;
  const [name, state] = [words.version(version), say(`state.${version.state}`)];
  const action = (
    <Group gap="xs">
      <Steps version={version} />
      <Button variant="subtle" onClick={onClose}>
        {say('close')}
      </Button>
    </Group>
  );
  return (
    <>
      <Panel
        title={[name, state, version.reason].filter((part, at, all) => all.indexOf(part) === at).join(' · ')}
        description={version.base === null ? undefined : say('changes.lead', { base: version.base })}
        action={action}
        padding="flush"
      >
        {version.base !== null && <ChangeList changes={version.changes} caption={say('changes')} />}
      </Panel>
      {version.may.includes('save') && (
        <DraftEditor key={version.revision} {...{ version, domains, purposes, fixed }} />
      )}
      <Preview {...{ version, domains, purposes }} />
      <Panel title={say('table.version')} padding="flush">
        <MatrixTable rows={version.rows} domains={domains} caption={say('table.version')} />
      </Panel>
      <Signature version={version} />
      <Events version={version} />
    </>
  );
}
