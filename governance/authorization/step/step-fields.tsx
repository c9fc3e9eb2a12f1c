import { DateField } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ListName, ShownRow } from '../shown.browser.ts';
import { AviChoice } from './avi-choice.tsx';
import { texts } from './texts.ts';

/** What a step asks for before it is taken. */
export interface Given {
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

/** What ends with the office of an agent, and what does not. */
function OfficeEnding({ row }: { row: ShownRow }) {
  const say = useText(texts);
  const office = row.office as 'aga' | 'tvi' | 'avi';
  return (
    <Stack gap="xs">
      <Text>{say(`ask.end.${office}`, { name: row.practitionerName })}</Text>
      <Text>{say('ask.end.rest')}</Text>
    </Stack>
  );
}

interface FieldsProps {
  list: ListName;
  row: ShownRow;
  event: string;
  given: Given;
  onChange: (more: Given) => void;
}

/** What a step asks for, in its window. */
export function StepFields({ list, row, event, given, onChange }: FieldsProps) {
  const say = useText(texts);
  const showsPieces = event === 'verify' || (list === 'unblockings' && event === 'lift');
  return (
    <>
      {showsPieces && <Pieces onChange={pieces => onChange({ pieces })} />}
      {event === 'hand-over' && (
        <AviChoice handover={row} value={given.avi} onChange={avi => onChange({ avi })} />
      )}
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
      {list === 'agents' && event === 'end' && <OfficeEnding row={row} />}
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

/** What a step begins with: a renewal, a year after the end that it moves. */
export function givenFirst(event: string, { ends }: ShownRow): Given {
  if (event !== 'renew' || !ends) return {};
  return { ends: `${Number(ends.slice(0, 4)) + 1}${ends.slice(4).replace('-02-29', '-02-28')}` };
}
