import { postJson, useAct } from '@continuum/ui-fhir-client';
import { ConfirmDialog, ErrorState, Facts, Loading, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { useProfileName } from '@continuum/ui-session';
import { Alert, Button, Radio, Stack, Text, Textarea } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import {
  api,
  type Departure,
  type ShownLeaving,
  type ShownMine,
  type ShownRow,
  useLeaving,
  useMine,
} from '../shown.browser.ts';
import { texts as listTexts } from '../texts.ts';
import { texts } from './texts.ts';

type Someone = Pick<ShownRow, 'practitioner' | 'practitionerName' | 'organization'>;

/** Why somebody leaves, among what whoever looks may say of it. */
function departuresOf(mine: ShownMine | undefined, { organization }: Someone): Departure[] {
  const holds = (office: string, place?: string) =>
    mine?.offices.some(held => held.office === office && (place ?? held.organization) === held.organization);
  const employment = holds('aga') || holds('gaa', organization);
  const order = holds('aga') || holds('operations');
  return [
    ...(employment ? (['employment-ended'] as const) : []),
    ...(order ? (['order-suspended'] as const) : []),
  ];
}

/** What will end, row by row. */
function Preview({ leaving }: { leaving: ShownLeaving }) {
  const say = useText(texts);
  const word = useText(listTexts);
  const profileName = useProfileName();
  const lines = (rows: { id: string; text: string }[]) =>
    rows.length === 0 ? say('leaving.nothing') : rows.map(({ id, text }) => <div key={id}>{text}</div>);
  const access = (rows: ShownLeaving['requests']) =>
    lines(
      rows.map(({ id, organizationName, profile, state }) => ({
        id,
        text: `${organizationName} · ${profileName(profile)} · ${word(`state.${state}` as 'state.ended')}`,
      })),
    );
  const offices = leaving.offices.map(({ id, organizationName, office }) => ({
    id,
    text: `${word(`office.${office}`)} · ${organizationName}`,
  }));
  const items = [
    { label: say('leaving.authorizations'), value: access(leaving.authorizations) },
    { label: say('leaving.requests'), value: access(leaving.requests) },
    { label: say('leaving.offices'), value: lines(offices) },
    { label: say('leaving.sessions'), value: say('leaving.sessions.count', { count: leaving.sessions }) },
  ];
  return <Facts items={items} layout="rows" />;
}

interface Left {
  authorizations: number;
  requests: number;
  designations: number;
  agents: number;
  sessions: number;
}

/** Somebody left, or their order suspended them: what that ends is shown, then ended in one action. */
export function Departing({ row }: { row: Someone }) {
  const say = useText(texts);
  const tell = useNotice();
  const { data: mine } = useMine();
  const choices = departuresOf(mine, row);
  const [opened, setOpened] = useState(false);
  const [chosen, setChosen] = useState<Departure>();
  const [reason, setReason] = useState('');
  const why = chosen ?? choices[0];
  const { practitioner, organization } = row;
  const leaving = useLeaving(opened && why ? { practitioner, organization, why } : undefined);
  const act = useAct(
    () => postJson<Left>(`${api}/leavers`, { practitioner, organization, why, reason: reason.trim() }),
    [api],
  );
  if (choices.length === 0) return null;
  const close = () => {
    act.reset();
    setOpened(false);
  };
  const done = ({ designations, agents, ...left }: Left) => {
    close();
    tell(say('leaving.done', { ...left, offices: designations + agents }));
  };
  return (
    <>
      <Button size="compact-md" variant="subtle" color="red" onClick={() => setOpened(true)}>
        {say('leaving.open')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={say('leaving.title', { name: row.practitionerName })}
        confirm={say('leaving.confirm')}
        tone="danger"
        busy={act.isPending}
        error={act.error}
        onConfirm={() => act.mutate(undefined, { onSuccess: done })}
        onCancel={close}
      >
        <Stack gap="md">
          <Radio.Group
            label={say('leaving.why')}
            value={why}
            onChange={value => setChosen(value as Departure)}
          >
            <Stack gap="xs" mt="xs">
              {choices.map(choice => (
                <Radio key={choice} value={choice} label={say(`leaving.${choice}`)} />
              ))}
            </Stack>
          </Radio.Group>
          <Textarea
            label={say('ask.reason')}
            required
            autosize
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={event => setReason(event.currentTarget.value)}
          />
          <Text fw={600}>{say('leaving.preview')}</Text>
          {!!leaving.error && <ErrorState error={leaving.error} onRetry={() => void leaving.refetch()} />}
          {!leaving.data && !leaving.error && <Loading rows={3} />}
          {leaving.data && <Preview leaving={leaving.data} />}
          <Alert color="ambre" variant="light" icon={<IconAlertTriangle aria-hidden />}>
            {say('leaving.warning')}
          </Alert>
        </Stack>
      </ConfirmDialog>
    </>
  );
}
