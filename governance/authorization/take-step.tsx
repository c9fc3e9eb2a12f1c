import { postJson, useAct } from '@continuum/ui-fhir-client';
import { ConfirmDialog, DateField, Dialog, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Code, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { AcceptRequest } from './grant/accept-request.tsx';
import { api, type ListName, type ShownRow, useList } from './shown.browser.ts';
import { texts } from './texts.ts';

type Say = ReturnType<typeof useText<(typeof texts)['keys'][number]>>;
type Key = Parameters<Say>[0];

/** What a step asks for before it is taken. */
interface Given {
  reason?: string;
  avi?: string;
  userName?: string;
  /** `renew`: until when. */
  ends?: string;
  pieces?: { kind: string; end: string }[];
}

const needsReason = new Set([
  'return',
  'miss',
  'give-back',
  'hand-over',
  'suspend',
  'resume',
  'withdraw',
  'end',
  'refuse',
]);
const danger = new Set(['withdraw', 'end', 'cancel', 'suspend', 'refuse']);
const pieceKinds = [
  ...[
    'drivers-licence',
    'passport',
    'permanent-resident-card',
    'citizenship-certificate',
    'indian-status-card',
  ],
  ...['employee-card', 'professional-order-card'],
] as const;

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

function Pieces({ onChange }: { onChange: (pieces: Given['pieces']) => void }) {
  const say = useText(texts);
  const [pieces, setPieces] = useState([
    { kind: 'drivers-licence', end: '' },
    { kind: 'passport', end: '' },
  ]);
  const put = (at: number, more: object) => {
    const next = pieces.map((piece, index) => (index === at ? { ...piece, ...more } : piece));
    setPieces(next);
    onChange(next);
  };
  return (
    <Stack gap="sm">
      <Text size="sm">{say('ask.pieces')}</Text>
      {pieces.map((piece, at) => (
        <Group key={String(at)} grow align="flex-end">
          <Select
            label={say('ask.piece', { n: at + 1 })}
            data={pieceKinds.map(kind => ({ value: kind, label: say(`piece.${kind}`) }))}
            value={piece.kind}
            allowDeselect={false}
            onChange={kind => put(at, { kind })}
          />
          <TextInput
            label={say('ask.end')}
            value={piece.end}
            maxLength={4}
            autoComplete="off"
            required
            onChange={event => put(at, { end: event.currentTarget.value.toUpperCase() })}
          />
        </Group>
      ))}
    </Stack>
  );
}

function AviChoice({ value, onChange }: { value?: string; onChange: (avi: string) => void }) {
  const say = useText(texts);
  const agents = useList('agents', 'in-force', '').rows?.filter(({ office }) => office === 'avi') ?? [];
  return (
    <Select
      label={say('ask.avi')}
      data={agents.map(agent => ({ value: agent.practitioner, label: agent.practitionerName }))}
      value={value ?? null}
      onChange={chosen => chosen && onChange(chosen)}
      required
    />
  );
}

interface FieldsProps {
  list: ListName;
  event: string;
  given: Given;
  onChange: (more: Given) => void;
}

function Fields({ list, event, given, onChange }: FieldsProps) {
  const say = useText(texts);
  const showsPieces = event === 'verify' || (list === 'unblockings' && event === 'lift');
  return (
    <>
      {showsPieces && <Pieces onChange={pieces => onChange({ pieces })} />}
      {event === 'hand-over' && <AviChoice value={given.avi} onChange={avi => onChange({ avi })} />}
      {event === 'enrol' && (
        <TextInput
          label={say('ask.user-name')}
          description={say('ask.user-name.help')}
          value={given.userName ?? ''}
          onChange={change => onChange({ userName: change.currentTarget.value || undefined })}
        />
      )}
      {event === 'renew' && (
        <DateField
          label={say('ask.renew-until')}
          required
          value={given.ends ?? ''}
          onChange={ends => onChange({ ends })}
        />
      )}
      {event === 'reorder' && <Text>{say('ask.reorder')}</Text>}
      {event === 'remind' && <Text>{say('ask.remind')}</Text>}
      {event === 'confirm' && <Text>{say('ask.confirm-review')}</Text>}
      {needsReason.has(event) && (
        <Textarea
          label={say('ask.reason')}
          value={given.reason ?? ''}
          required
          autosize
          minRows={2}
          maxLength={500}
          onChange={change => onChange({ reason: change.currentTarget.value })}
        />
      )}
    </>
  );
}

const plain = new Set([
  ...['validate', 'resubmit', 'mail', 'lift', 'cancel', 'confirm', 'renew', 'ask-renewal', 'remind'],
]);

/** What a step begins with: a renewal, a year after the end that it moves. */
function givenFirst(event: string, { ends }: ShownRow): Given {
  if (event !== 'renew' || !ends) return {};
  return { ends: `${Number(ends.slice(0, 4)) + 1}${ends.slice(4).replace('-02-29', '-02-28')}` };
}

/** One step that may be taken on a row: a button, what it asks, and the code when it gives one. */
function Step({ list, row, event }: { list: ListName; row: ShownRow; event: string }) {
  const say = useText(texts);
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
        size="sm"
        variant={danger.has(event) ? 'subtle' : 'light'}
        color={danger.has(event) ? 'red' : undefined}
        onClick={() => setOpened(true)}
      >
        {name}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={name}
        confirm={plain.has(event) ? name : say('ask.confirm')}
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
            <Fields
              list={list}
              event={event}
              given={given}
              onChange={more => setGiven({ ...given, ...more })}
            />
          </Stack>
        </form>
      </ConfirmDialog>
      <Dialog opened={code !== undefined} title={say('code.title')} onClose={() => setCode(undefined)}>
        <Stack gap="md">
          <Text>{say('code.text')}</Text>
          <Code block fz="xl" ta="center">
            {code}
          </Code>
          <Group justify="flex-end">
            <Button onClick={() => setCode(undefined)}>{say('code.done')}</Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}

/** The steps that whoever looks may take on a row now. */
export function Steps({ list, row }: { list: ListName; row: ShownRow }) {
  return (
    <Group gap="xs">
      {row.may
        .filter(event => event !== 'renew' || !row.renewal)
        .map(event =>
          list === 'requests' && event === 'accept' ? (
            <AcceptRequest key={event} row={row} />
          ) : (
            <Step key={event} list={list} row={row} event={event} />
          ),
        )}
    </Group>
  );
}
