import { type Column, DataTable } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Checkbox, Fieldset, Group, Stack, TextInput } from '@mantine/core';
import { type Can, type Current, changedKeys, gives, type ShownRow, turn } from './shown.browser.ts';
import { texts } from './texts.ts';
import { useWords } from './words.browser.ts';

const actions: readonly Can[] = ['read', 'create', 'write'];

interface DraftRowProps extends Pick<Current, 'domains' | 'purposes'> {
  /** As the version has it that the draft is made from. */
  before: ShownRow;
  row: ShownRow;
  onChange: (row: ShownRow) => void;
}

function Purposes({ row, purposes, onChange }: DraftRowProps) {
  const say = useText(texts);
  const words = useWords();
  return (
    <Fieldset legend={say('edit.purposes')}>
      <Group gap="lg">
        {purposes.map(({ code, closed }) => (
          <Checkbox
            key={code}
            label={closed ? say('edit.closed', { what: words.purpose(code) }) : words.purpose(code)}
            disabled={closed}
            checked={row.purposes.includes(code)}
            onChange={() => onChange(turn(row, 'purpose', code, say('to-validate')))}
          />
        ))}
      </Group>
    </Fieldset>
  );
}

function Domains({ row, domains, onChange }: DraftRowProps) {
  const say = useText(texts);
  const words = useWords();
  const columns: Column<string>[] = [
    { key: 'domain', title: say('edit.domain'), header: true, render: domain => words.domain(domain) },
    ...actions.map(
      (can): Column<string> => ({
        key: can,
        title: words.can(can),
        render: domain => (
          <Checkbox
            aria-label={say('toggle', { can: words.can(can), what: words.domain(domain) })}
            checked={gives(row, can, domain)}
            onChange={() => onChange(turn(row, can, domain, say('to-validate')))}
          />
        ),
      }),
    ),
  ];
  return <DataTable caption={say('edit')} columns={columns} rows={domains} rowKey={domain => domain} />;
}

/** The row of one profile, cell by cell; of each that changes, where it comes from. */
export function DraftRow(props: DraftRowProps) {
  const say = useText(texts);
  const words = useWords();
  const { before, row, onChange } = props;
  const sources = row.sources ?? {};
  return (
    <Stack gap="md">
      <Purposes {...props} />
      <Domains {...props} />
      {changedKeys(before, row).map(key => (
        <TextInput
          key={key}
          label={say('edit.source', { what: words.cell(key) })}
          value={sources[key] ?? ''}
          maxLength={300}
          required
          onChange={event => onChange({ ...row, sources: { ...sources, [key]: event.currentTarget.value } })}
        />
      ))}
    </Stack>
  );
}
