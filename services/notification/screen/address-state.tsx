import { postJson, putJson, useAct } from '@continuum/ui-fhir-client';
import { ErrorState, useNotice } from '@continuum/ui-kit';
import { useFormat, useLanguage, useText } from '@continuum/ui-language';
import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import {
  IconAlertTriangle,
  IconDeviceMobileCheck,
  IconDeviceMobileQuestion,
  IconMailCheck,
  IconMailQuestion,
} from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type { AddressWay } from '../channel.ts';
import type { AddressState, ConfirmationInput, NoticeInput, NoticeState } from '../notice-view.ts';
import { showMobile } from '../sms/mobile-number.ts';
import { texts } from '../texts.ts';

interface AddressProps {
  path: string;
  state: NoticeState;
  channel: AddressWay;
}

/** The code that was sent to an address: given back here, or sent again. */
function Confirmation({ path, state, channel }: AddressProps) {
  const say = useText(texts);
  const tell = useNotice();
  const language = useLanguage();
  const [code, setCode] = useState('');
  const { address } = state[channel];
  const confirm = useAct(
    () => postJson(`${path}/confirmation`, { code, channel } satisfies ConfirmationInput),
    [path],
  );
  const given = channel === 'email' ? { email: address } : { mobile: address };
  const again = useAct(
    () => putJson(path, { frequency: state.frequency, language, ...given } satisfies NoticeInput),
    [path],
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate(undefined, { onSuccess: () => tell(say(`done.${channel}`)) });
  };
  const sendAgain = () =>
    again.mutate(undefined, {
      onSuccess: () => {
        setCode('');
        tell(say('sent'));
      },
    });
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="md">
        {state[channel].state === 'to-confirm' && (
          <>
            <TextInput
              label={say('code')}
              value={code}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={6}
              required
              onChange={event => setCode(event.currentTarget.value.replaceAll(/\D/g, ''))}
            />
            <Button type="submit" loading={confirm.isPending} disabled={code.length !== 6}>
              {say(`confirm.${channel}`)}
            </Button>
          </>
        )}
        <Button variant="default" loading={again.isPending} onClick={sendAgain}>
          {say('again')}
        </Button>
      </Group>
      {(confirm.error || again.error) && <ErrorState error={confirm.error ?? again.error} />}
    </form>
  );
}

const good = { email: IconMailCheck, sms: IconDeviceMobileCheck };
const awaited = { email: IconMailQuestion, sms: IconDeviceMobileQuestion };

function iconOf(channel: AddressWay, { state }: AddressState) {
  if (state === 'refused') return IconAlertTriangle;
  return (state === 'confirmed' ? good : awaited)[channel];
}

/** Where notices go by one way, and whether they arrive. */
export function AddressNotice({ path, state, channel }: AddressProps) {
  const say = useText(texts);
  const format = useFormat();
  const one = state[channel];
  if (one.state === 'none') return null;
  const Icon = iconOf(channel, one);
  const isGood = one.state === 'confirmed' && !one.delayed;
  const values = { address: showMobile(one.address ?? ''), at: format.date(one.refused) };
  return (
    <Alert
      color={one.state === 'refused' ? 'red' : isGood ? 'sarcelle' : 'ambre'}
      icon={<Icon aria-hidden />}
      role={one.state === 'refused' ? 'alert' : 'status'}
    >
      <Stack gap="sm">
        <Text>{say(`${channel}.${one.state}`, values)}</Text>
        {one.delayed && <Text>{say(`${channel}.delayed`)}</Text>}
        {one.state !== 'confirmed' && <Confirmation path={path} state={state} channel={channel} />}
      </Stack>
    </Alert>
  );
}
