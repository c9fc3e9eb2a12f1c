import { EmptyState, ErrorState, Loading } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert, Anchor, Stack, Text } from '@mantine/core';
import { IconHome, IconLock } from '@tabler/icons-react';
import { Declare } from './declare.tsx';
import { useMine } from './shown.browser.ts';
import { texts } from './texts.ts';

/** What stands in the place of the record on a device that nobody declared: why, and the declaration. */
export function RemoteDoor() {
  const say = useText(texts);
  const { data, error, refetch } = useMine();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  if (data.authorizations.length === 0)
    return (
      <EmptyState level={1} title={say('door.title')} icon={<IconLock size={30} stroke={1.5} aria-hidden />}>
        <p>{say('door.none')}</p>
      </EmptyState>
    );
  return (
    <Stack gap="lg" maw={760} mx="auto">
      <Text component="h1" m={0} fz={30} fw={700}>
        {say('door.title')}
      </Text>
      <Alert color="ambre" variant="light" icon={<IconHome aria-hidden />}>
        {say('door.lead')}{' '}
        <Anchor inherit underline="always" href="/visualiseur/trousse">
          {say('now.kit')}
        </Anchor>
      </Alert>
      <Declare mine={data} />
    </Stack>
  );
}
