import { NetworkFailure } from '@continuum/ui-fhir-client';
import { ErrorState, Panel } from '@continuum/ui-kit';
import { useFormat, useLanguage, useText } from '@continuum/ui-language';
import { Alert, Button, Group, Progress, Text } from '@mantine/core';
import { IconAlertTriangle, IconDownload, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { type Download, useDownload } from '../use-download.browser.ts';
import classes from './own-copy.module.css';
import { texts } from './texts.ts';

const copies = ['record.pdf', 'summary.pdf', 'record.json', 'summary.json'] as const;
type Copy = (typeof copies)[number];

const fileNames = {
  fr: {
    'record.pdf': 'copie-du-dossier',
    'summary.pdf': 'sommaire-de-sante',
    'record.json': 'copie-du-dossier-fhir',
    'summary.json': 'sommaire-de-sante-fhir',
  },
  en: {
    'record.pdf': 'copy-of-record',
    'summary.pdf': 'health-summary',
    'record.json': 'copy-of-record-fhir',
    'summary.json': 'health-summary-fhir',
  },
} satisfies Record<string, Record<Copy, string>>;

function UnderWay({ bytes, onStop }: { bytes: number; onStop: () => void }) {
  const say = useText(texts);
  const format = useFormat();
  const megabytes = format.number(Math.round(bytes / 100_000) / 10);
  return (
    <div className={classes.progress}>
      <Progress value={100} animated color="sarcelle" aria-label={say('preparing')} />
      <Group justify="space-between">
        <Text size="sm">
          {say('preparing')} {bytes > 0 && say('received', { megabytes })}
        </Text>
        <Button
          size="compact-md"
          variant="default"
          leftSection={<IconPlayerStop size={16} aria-hidden />}
          onClick={onStop}
        >
          {say('stop')}
        </Button>
      </Group>
    </div>
  );
}

function Failed({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  const say = useText(texts);
  if (!(error instanceof NetworkFailure)) return <ErrorState error={error} onRetry={onAgain} />;
  return (
    <Alert
      role="alert"
      color="red"
      title={say('interrupted.title')}
      icon={<IconAlertTriangle aria-hidden />}
      className={classes.progress}
    >
      <Text mb="sm">{say('interrupted')}</Text>
      <Button variant="light" leftSection={<IconRefresh size={18} aria-hidden />} onClick={onAgain}>
        {say('again')}
      </Button>
    </Alert>
  );
}

interface CopyLineProps {
  copy: Copy;
  download: Download;
  onBegin: () => void;
  onStop: () => void;
}

function CopyLine({ copy, download, onBegin, onStop }: CopyLineProps) {
  const say = useText(texts);
  const here = download.state !== 'idle' && download.name === copy ? download : undefined;
  return (
    <li className={classes.copy}>
      <div>
        <p className={classes.name}>{say(copy)}</p>
        <p className={classes.detail}>{say(`${copy}.detail`)}</p>
      </div>
      <Button
        variant="light"
        leftSection={<IconDownload size={18} aria-hidden />}
        aria-label={say('download.what', { what: say(copy) })}
        disabled={download.state === 'under-way'}
        onClick={onBegin}
      >
        {say('download')}
      </Button>
      {here?.state === 'under-way' && <UnderWay bytes={here.bytes} onStop={onStop} />}
      {here?.state === 'failed' && <Failed error={here.error} onAgain={onBegin} />}
      <div role="status" className={classes.progress} hidden={here?.state !== 'saved'}>
        {here?.state === 'saved' && <Text size="sm">{say('done')}</Text>}
      </div>
    </li>
  );
}

/** "My copy": the record and its summary, to read and for software. */
export function OwnCopy({ patient }: { patient: string }) {
  const say = useText(texts);
  const format = useFormat();
  const language = useLanguage();
  const { download, begin, stop } = useDownload();
  const start = (copy: Copy) => {
    const file = `${fileNames[language][copy]}-${format.date(new Date())}.${copy.split('.')[1]}`;
    begin(copy, `/api/rights/${patient}/copy/${copy}?language=${language}`, file);
  };
  return (
    <Panel title={say('title')} description={say('description')}>
      <ul className={classes.copies}>
        {copies.map(copy => (
          <CopyLine key={copy} copy={copy} download={download} onBegin={() => start(copy)} onStop={stop} />
        ))}
      </ul>
      <Text size="sm" c="dimmed" mt="md">
        {say('secret')}
      </Text>
    </Panel>
  );
}
