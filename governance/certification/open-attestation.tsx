import { DateText, Dialog, ErrorState, Loading } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { VerifyAct } from '@continuum/ui-session';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { AttestedFacts } from './attested-facts.tsx';
import { type ShownAttestation, useAttestation } from './shown.browser.ts';
import { texts } from './texts.ts';

function WithdrawalSigned({ act, onVerify }: { act: string | null; onVerify: (act: string) => void }) {
  const say = useText(texts);
  if (act === null) return <Text c="dimmed">{say('withdrawal.unsigned')}</Text>;
  return (
    <Group gap="sm">
      <Text>{say('withdrawal.signed', { act })}</Text>
      <Button size="compact-md" variant="default" onClick={() => onVerify(act)}>
        {say('withdrawal.verify')}
      </Button>
    </Group>
  );
}

function Opened({ id, onVerify }: { id: string; onVerify: (act: string) => void }) {
  const say = useText(texts);
  const { data, error, refetch } = useAttestation(id);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  const { withdrawal } = data;
  return (
    <Stack gap="md">
      {data.saysWhatWasSigned === false && (
        <Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />} title={say('differs')}>
          {say('differs.text')}
        </Alert>
      )}
      <AttestedFacts
        facts={data}
        more={
          withdrawal
            ? [
                {
                  label: say('withdrawn.by'),
                  value: (
                    <>
                      {withdrawal.byName}, <DateText value={withdrawal.at} time />
                    </>
                  ),
                },
                { label: say('reason'), value: withdrawal.reason },
              ]
            : []
        }
      />
      <Group gap="sm">
        <Text>{say('signed', { act: data.act })}</Text>
        <Button size="compact-md" variant="default" onClick={() => onVerify(data.act)}>
          {say('verify')}
        </Button>
      </Group>
      {withdrawal && <WithdrawalSigned act={withdrawal.act} onVerify={onVerify} />}
    </Stack>
  );
}

/** An attestation, as it was signed, and its signature to be verified. */
export function OpenAttestation({ attestation }: { attestation: ShownAttestation }) {
  const say = useText(texts);
  const [opened, setOpened] = useState(false);
  const [act, setAct] = useState<string>();
  const { id, product, version } = attestation;
  const title = say('open.of', { product, version });
  const close = () => setOpened(false);
  return (
    <>
      <Button size="compact-md" variant="default" aria-label={title} onClick={() => setOpened(true)}>
        {say('open')}
      </Button>
      {opened && (
        <Dialog opened title={`${product} · ${version}`} size="720px" onClose={close}>
          <Opened
            id={id}
            onVerify={one => {
              // One window at a time.
              close();
              setAct(one);
            }}
          />
        </Dialog>
      )}
      <VerifyAct act={act} onClose={() => setAct(undefined)} />
    </>
  );
}
