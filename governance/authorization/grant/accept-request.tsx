import { postJson, useAct } from '@continuum/ui-fhir-client';
import { Dialog, ErrorState, Loading, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { type PreparedAct, SignAct, type SignedAnswer } from '@continuum/ui-session';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { api, type ShownRow } from '../shown.browser.ts';
import { readGrant } from './grant-facts.ts';
import { GrantShown } from './grant-shown.tsx';
import { texts } from './texts.ts';

type Signed = Pick<SignedAnswer, 'act' | 'version'>;

/** The request is accepted with the grant that was just signed; asked again when the answer did not come. */
function Accepting({ row, signed, onClose }: { row: ShownRow; signed: Signed; onClose: () => void }) {
  const say = useText(texts);
  const tell = useNotice();
  const { act, version } = signed;
  const { mutate, error, isPending } = useAct(
    () => postJson(`${api}/requests/${row.id}/events`, { event: 'accept', grant: { act, version } }),
    [api],
  );
  const accept = () =>
    mutate(undefined, {
      onSuccess: () => {
        tell(say('done'));
        onClose();
      },
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as soon as it is signed
  useEffect(accept, []);
  if (!error) return <p role="status">{say('accepting')}</p>;
  return (
    <Stack gap="md">
      <Text>{say('signed.not-accepted')}</Text>
      <ErrorState error={error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {say('close')}
        </Button>
        <Button loading={isPending} onClick={accept}>
          {say('retry')}
        </Button>
      </Group>
    </Stack>
  );
}

function Granting({ row, onClose }: { row: ShownRow; onClose: () => void }) {
  const say = useText(texts);
  const [signed, setSigned] = useState<Signed>();
  const {
    data: prepared,
    error,
    mutate,
  } = useAct(() => postJson<PreparedAct>(`${api}/requests/${row.id}/grant`, {}));
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is to be signed is asked for once, when it is opened
  useEffect(() => mutate(undefined), []);
  if (signed) return <Accepting row={row} signed={signed} onClose={onClose} />;
  if (error) return <ErrorState error={error} />;
  if (!prepared) return <Loading rows={5} />;
  const show = (act: Record<string, unknown>) => {
    const facts = readGrant(act);
    const isTheirs =
      facts?.request === row.id &&
      facts.practitioner.reference === `Practitioner/${row.practitioner}` &&
      facts.organization.reference === `Organization/${row.organization}` &&
      facts.profile === row.profile;
    return isTheirs ? <GrantShown facts={facts} /> : undefined;
  };
  return (
    <Stack gap="md">
      <Text>{say('lead')}</Text>
      <SignAct prepared={prepared} show={show} onSigned={setSigned} onBack={onClose} />
    </Stack>
  );
}

/** Accepts a request: what is granted is read again, signed by the agent's key, and kept by the authorization. */
export function AcceptRequest({ row }: { row: ShownRow }) {
  const say = useText(texts);
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  return (
    <>
      <Button size="sm" variant="light" onClick={() => setOpened(true)}>
        {say('accept')}
      </Button>
      {opened && (
        <Dialog opened title={say('title')} onClose={close}>
          <Granting row={row} onClose={close} />
        </Dialog>
      )}
    </>
  );
}
