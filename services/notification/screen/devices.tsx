import { deleteJson, postJson, useAct } from '@continuum/ui-fhir-client';
import { ErrorState, useNotice } from '@continuum/ui-kit';
import { useFormat, useLanguage, useText } from '@continuum/ui-language';
import { Alert, Button, Group, Stack, Switch, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { AddedDevice, DeviceInput, NoticeState } from '../notice-view.ts';
import { texts } from '../texts.ts';
import {
  CannotBeTold,
  canBeTold,
  keepThisDevice,
  thisDevice,
  turnOff,
  turnOn,
} from './this-browser.browser.ts';

interface DevicesProps {
  path: string;
  state: NoticeState;
}

/** "On this device", and the browsers in which notices are on. */
export function Devices({ path, state }: DevicesProps) {
  const say = useText(texts);
  const tell = useNotice();
  const format = useFormat();
  const language = useLanguage();
  const { devices, pushKey } = state;
  const here = devices.find(({ id }) => id === thisDevice());
  const add = useAct(async () => {
    const input: DeviceInput = { ...(await turnOn(pushKey!)), language };
    const { device } = await postJson<AddedDevice>(`${path}/devices`, input);
    keepThisDevice(device);
  }, [path]);
  const remove = useAct(
    async (id: string) => {
      await deleteJson(`${path}/devices/${id}`);
      if (id === here?.id) await turnOff();
    },
    [path],
  );
  if (pushKey === undefined) return null;
  const error = add.error ?? remove.error;
  const set = (on: boolean) => {
    if (on) add.mutate(undefined, { onSuccess: () => tell(say('device.on')) });
    else if (here) remove.mutate(here.id, { onSuccess: () => tell(say('device.off')) });
  };
  return (
    <Stack gap="sm">
      <Switch
        label={say('device.here')}
        description={say(canBeTold() ? 'device.detail' : 'device.unsupported')}
        checked={here !== undefined}
        disabled={!canBeTold() || add.isPending || remove.isPending}
        onChange={event => set(event.currentTarget.checked)}
      />
      {error instanceof CannotBeTold ? (
        <Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />}>
          {say(`device.${error.why}`)}
        </Alert>
      ) : (
        error && <ErrorState error={error} />
      )}
      {devices.length > 0 && (
        <Stack gap="xs" component="ul" p={0} m={0} aria-label={say('devices')}>
          {devices.map(({ id, name, added }) => (
            <Group key={id} component="li" gap="md" justify="space-between">
              <Text>
                {say(id === here?.id ? 'device.listed-here' : 'device.listed', {
                  name,
                  at: format.date(added),
                })}
              </Text>
              <Button
                variant="default"
                aria-label={say('device.remove.of', { name })}
                loading={remove.isPending}
                onClick={() => remove.mutate(id, { onSuccess: () => tell(say('device.off')) })}
              >
                {say('device.remove')}
              </Button>
            </Group>
          ))}
        </Stack>
      )}
    </Stack>
  );
}
