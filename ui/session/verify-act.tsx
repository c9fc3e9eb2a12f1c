import { getBlob, useJson } from '@continuum/ui-fhir-client';
import { DateText, Dialog, ErrorState, type Fact, Facts, Loading } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconDownload } from '@tabler/icons-react';
import { useEffect } from 'react';
import { texts } from './texts.ts';
import { useAttempt } from './use-attempt.ts';

interface Verification {
  state: 'holds' | 'broken' | 'pending';
  activity?: string;
  why?: string;
  version?: number;
  name?: string;
  serial?: string;
  recorded?: string;
  countedAt?: string;
  provenBy?: string;
  revokedLater?: string;
}

/** Saves a file as the browser does with any other. */
async function save(path: string, name: string): Promise<void> {
  const address = URL.createObjectURL(await getBlob(path));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

function useFacts({ name, serial, recorded, countedAt, provenBy, revokedLater }: Verification): Fact[] {
  const say = useText(texts);
  const date = (value: string | undefined) => value && <DateText value={value} time />;
  return [
    { label: say('verify.by'), value: name },
    { label: say('verify.at'), value: date(recorded) },
    { label: say('verify.counted'), value: date(countedAt) },
    { label: say('verify.proven'), value: date(provenBy) },
    { label: say('verify.certificate'), value: serial && <code>{serial}</code> },
    { label: say('verify.revoked'), value: date(revokedLater) },
  ];
}

function Verdict({ verification }: { verification: Verification }) {
  const say = useText(texts);
  const facts = useFacts(verification);
  if (verification.state === 'broken')
    return (
      <Alert role="alert" color="red" title={say('verify.broken')} icon={<IconAlertTriangle aria-hidden />}>
        {say('verify.broken.text', { why: verification.why ?? '' })}
      </Alert>
    );
  return (
    <>
      <Alert
        role="status"
        color="sarcelle"
        title={say('verify.holds')}
        icon={<IconCircleCheck aria-hidden />}
      >
        {say('verify.holds.text')}
      </Alert>
      <Facts layout="rows" items={facts} />
    </>
  );
}

function Verified({ act }: { act: string }) {
  const say = useText(texts);
  const { attempt, busy, error: unsaved } = useAttempt();
  const { data, error, refetch, isFetching } = useJson<Verification>(`/api/act/${act}/verification`);
  const isPending = data?.state === 'pending' && !isFetching;
  // Each look is in the journal: it is taken again only until there is something to see.
  useEffect(() => {
    if (!isPending) return undefined;
    const timer = setTimeout(() => void refetch(), 2_000);
    return () => clearTimeout(timer);
  }, [isPending, refetch]);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={4} />;
  if (data.state === 'pending') return <p role="status">{say('verify.pending')}</p>;
  const file = `${act.replace('/', '-')}-${data.version}.json`;
  return (
    <Stack gap="md">
      <Verdict verification={data} />
      <div>
        <Button
          variant="light"
          loading={busy}
          leftSection={<IconDownload size={18} aria-hidden />}
          onClick={() => void attempt(() => save(`/api/act/${act}/export?version=${data.version}`, file))}
        >
          {say('verify.download')}
        </Button>
        <Text size="xs" c="dimmed" mt={6}>
          {say('verify.download.help')}
        </Text>
      </div>
      {!!unsaved && <ErrorState error={unsaved} />}
    </Stack>
  );
}

/** What the signature of an act proves, asked of the server when it is opened; and the file that proves it anywhere. */
export function VerifyAct({ act, onClose }: { act: string | undefined; onClose: () => void }) {
  const say = useText(texts);
  return (
    <Dialog opened={act !== undefined} onClose={onClose} title={say('verify.title')}>
      {act && <Verified act={act} />}
    </Dialog>
  );
}
