import { postJson, useAct } from '@continuum/ui-fhir-client';
import { ConfirmDialog, Dialog, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { AcceptRequest } from '../grant/accept-request.tsx';
import { api, type ListName, type ShownRow } from '../shown.browser.ts';
import { texts } from '../texts.ts';
import { type Given, givenFirst, StepFields } from './step-fields.tsx';
import { texts as stepTexts } from './texts.ts';

type Key = (typeof texts)['keys'][number];

const danger = new Set(['withdraw', 'end', 'cancel', 'suspend', 'refuse']);
/** What is asked of an authorization that ends soon. */
const addressOfEnding: Readonly<Record<string, string>> = {
  ...{ renew: 'renewal', 'ask-renewal': 'renewal-request', remind: 'certificate-reminder' },
};

/** Where a step is sent, and its body. */
function toCall(list: ListName, row: ShownRow, event: string, given: Given): [string, object] {
  const asked = addressOfEnding[event];
  if (asked) return [`${api}/authorizations/${row.authorization ?? row.id}/${asked}`, given];
  if (list === 'reviews' || list === 'unblockings')
    return [`${api}/${list}/${row.id}/events`, { event, ...given }];
  if (event === 'withdraw')
    return [
      `${api}/withdrawals`,
      { organization: row.organization, practitioner: row.practitioner, reason: given.reason },
    ];
  if (event === 'end') return [`${api}/${list}/${row.id}/end`, { reason: given.reason }];
  return [`${api}/${list}/${row.id}/events`, { event, ...given }];
}

const plain = new Set([
  ...['validate', 'resubmit', 'mail', 'lift', 'cancel', 'confirm', 'renew', 'ask-renewal', 'remind'],
]);

/** One step that may be taken on a row: a button, what it asks, and the code when it gives one. */
function Step({ list, row, event }: { list: ListName; row: ShownRow; event: string }) {
  const say = useText(texts);
  const ask = useText(stepTexts);
  const tell = useNotice();
  const [opened, setOpened] = useState(false);
  const [given, setGiven] = useState<Given>(() => givenFirst(event, row));
  const [code, setCode] = useState<string>();
  const act = useAct(() => postJson<{ code?: string }>(...toCall(list, row, event, given)), [api]);
  const take = () =>
    act.mutate(undefined, {
      onSuccess: answer => {
        setOpened(false);
        if (answer.code) setCode(answer.code);
        else tell(say('done'));
      },
    });
  const name = say(`event.${event}` as Key);
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault();
    take();
  };
  return (
    <>
      <Button
        size="compact-md"
        variant={danger.has(event) ? 'subtle' : 'light'}
        color={danger.has(event) ? 'red' : undefined}
        onClick={() => setOpened(true)}
      >
        {name}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={name}
        confirm={plain.has(event) ? name : ask('ask.confirm')}
        tone={danger.has(event) ? 'danger' : 'normal'}
        busy={act.isPending}
        error={act.error}
        onConfirm={take}
        onCancel={() => {
          act.reset();
          setOpened(false);
        }}
      >
        <form onSubmit={submit}>
          <Stack gap="md">
            <Text>
              {row.practitionerName} · {row.organizationName}
            </Text>
            <StepFields
              list={list}
              row={row}
              event={event}
              given={given}
              onChange={more => setGiven({ ...given, ...more })}
            />
          </Stack>
        </form>
      </ConfirmDialog>
      <Dialog opened={code !== undefined} title={ask('code.title')} onClose={() => setCode(undefined)}>
        <Stack gap="md">
          <Text>{ask('code.text')}</Text>
          <Code block fz="xl" ta="center">
            {code}
          </Code>
          <Group justify="flex-end">
            <Button onClick={() => setCode(undefined)}>{ask('code.done')}</Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}

/** The steps that whoever looks may take on a row now. */
export function Steps({ list, row }: { list: ListName; row: ShownRow }) {
  return (
    <>
      {row.may
        .filter(event => event !== 'renew' || !row.renewal)
        .map(event =>
          list === 'requests' && event === 'accept' ? (
            <AcceptRequest key={event} row={row} />
          ) : (
            <Step key={event} list={list} row={row} event={event} />
          ),
        )}
    </>
  );
}
