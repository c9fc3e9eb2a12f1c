import { useJson } from '@continuum/ui-fhir-client';
import { ErrorState, Loading, Panel } from '@continuum/ui-kit';
import { useLanguage, useText } from '@continuum/ui-language';
import { Button, Stack, Text } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useState } from 'react';
import { addressWays, type Channel } from './channel.ts';
import type { NoticeState } from './notice-view.ts';
import { AddressNotice } from './screen/address-state.tsx';
import { ChoiceForm } from './screen/choice-form.tsx';
import { Devices } from './screen/devices.tsx';
import { texts } from './texts.ts';

/** A message may be refused, or taken at last, while the page is open. */
const every = 15_000;

/** How often, and by which ways. */
function Now({ state }: { state: NoticeState }) {
  const say = useText(texts);
  const language = useLanguage();
  const { available, frequency, channels, requests } = state;
  if (available.length === 0) return <Text>{say('unavailable')}</Text>;
  const waysOf = (some: readonly Channel[]) =>
    new Intl.ListFormat(language).format(some.map(channel => say(`by.${channel}`)));
  return (
    <Stack gap="xs">
      <Text>{say(`now.${frequency}`, { ways: waysOf(channels) })}</Text>
      {requests.length > 0 && <Text>{say('now.requests', { ways: waysOf(requests) })}</Text>}
    </Stack>
  );
}

/** Whether, how often and by which ways a person is told of accesses to a record, and of requests about it; off until they choose. */
export function AccessNotices({ patient }: { patient: string }) {
  const say = useText(texts);
  const [changing, setChanging] = useState(false);
  const path = `/api/notification/${patient}`;
  const { data, error, refetch } = useJson<NoticeState>(path, { refreshEvery: every });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const change = (
    <Button
      variant="light"
      aria-expanded={changing}
      leftSection={<IconBell size={18} aria-hidden />}
      onClick={() => setChanging(!changing)}
    >
      {say(changing ? 'close' : 'change')}
    </Button>
  );
  return (
    <Panel
      title={say('title')}
      description={say('description')}
      action={data && data.available.length > 0 && change}
    >
      {data ? (
        <Stack gap="lg">
          <Now state={data} />
          {addressWays
            .filter(channel => data.available.includes(channel))
            .map(channel => (
              <AddressNotice key={channel} path={path} state={data} channel={channel} />
            ))}
          <Devices path={path} state={data} />
          {changing && <ChoiceForm path={path} state={data} onSaved={() => setChanging(false)} />}
        </Stack>
      ) : (
        <Loading rows={2} />
      )}
    </Panel>
  );
}
