import { useAct } from '@continuum/ui-fhir-client';
import { ErrorState, Loading } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Group, Stack, Text } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { SignAct } from './sign-act.tsx';
import type { PreparedAct, SignedAnswer } from './sign-prepared.ts';
import { texts } from './texts.ts';

type Signed = Pick<SignedAnswer, 'act' | 'version'>;

interface SignAndSendProps {
  /** Asks the server for what is to be signed. */
  prepare: () => Promise<PreparedAct>;
  /** Shows the act, whole; undefined when it holds anything that this does not show: it is then not signed. */
  show: (act: Record<string, unknown>) => ReactNode | undefined;
  /** Takes the step that the signed act is for. */
  send: (signed: Signed) => Promise<unknown>;
  /** Beginnings of the addresses that the step changes. */
  touches: readonly string[];
  /** What is signed, and what it does; that it is being sent; that it was signed and not sent; the verb of sending it again. */
  words: { lead: string; sending: string; notSent: string; again: string };
  onDone: () => void;
  onClose: () => void;
}

/** The step is taken with the act that was just signed; asked again when the answer did not come. */
function Sending({ signed, props }: { signed: Signed; props: SignAndSendProps }) {
  const say = useText(texts);
  const { send, touches, words, onDone, onClose } = props;
  const { mutate, error, isPending } = useAct(
    () => send({ act: signed.act, version: signed.version }),
    touches,
  );
  const take = () => mutate(undefined, { onSuccess: onDone });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as soon as it is signed
  useEffect(take, []);
  if (!error) return <p role="status">{words.sending}</p>;
  return (
    <Stack gap="md">
      <Text>{words.notSent}</Text>
      <ErrorState error={error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {say('act.close')}
        </Button>
        <Button loading={isPending} onClick={take}>
          {words.again}
        </Button>
      </Group>
    </Stack>
  );
}

/** An act that is signed for a step, and the step that is taken with it. */
export function SignAndSend(props: SignAndSendProps) {
  const { prepare, show, words, onClose } = props;
  const [signed, setSigned] = useState<Signed>();
  const { data: prepared, error, mutate } = useAct(prepare);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is to be signed is asked for once, when it is opened
  useEffect(() => mutate(undefined), []);
  if (signed) return <Sending signed={signed} props={props} />;
  if (error) return <ErrorState error={error} />;
  if (!prepared) return <Loading rows={5} />;
  return (
    <Stack gap="md">
      <Text>{words.lead}</Text>
      <SignAct prepared={prepared} show={show} onSigned={setSigned} onBack={onClose} />
    </Stack>
  );
}
