import { putJson, useAct } from '@continuum/ui-fhir-client';
import { DateField, ErrorState, Loading, Panel, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Badge, Button, Group, Select, SimpleGrid, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { DraftRow } from './draft-row.tsx';
import { api, type Current, type ShownVersion, useVersion } from './shown.browser.ts';
import { texts } from './texts.ts';
import { useWords } from './words.browser.ts';

interface DraftEditorProps extends Pick<Current, 'domains' | 'purposes' | 'fixed'> {
  version: ShownVersion;
}

function useDraft(version: ShownVersion, fixed: readonly string[]) {
  const [rows, setRows] = useState(version.rows);
  const [reason, setReason] = useState(version.reason);
  const [starts, setStarts] = useState(version.starts ?? '');
  const [touched, setTouched] = useState(false);
  const save = useAct(() => {
    const editable = Object.fromEntries(Object.entries(rows).filter(([profile]) => !fixed.includes(profile)));
    const { id, revision } = version;
    const body = { revision, rows: editable, reason, ...(starts && { starts }) };
    return putJson(`${api}/versions/${id}`, body);
  }, [api]);
  const touching =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      setTouched(true);
      set(value);
    };
  return {
    ...{ rows, reason, starts, touched, save },
    setRows: touching(setRows),
    setReason: touching(setReason),
    setStarts: touching(setStarts),
    saved: () => setTouched(false),
  };
}

/** What somebody changes in a draft of theirs: one profile at a time. Nothing is kept until it is saved. */
export function DraftEditor({ version, domains, purposes, fixed }: DraftEditorProps) {
  const say = useText(texts);
  const words = useWords();
  const tell = useNotice();
  const draft = useDraft(version, fixed);
  const [profile, setProfile] = useState('nurse');
  const { data: base, error, refetch } = useVersion(String(version.base));
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!base) return <Loading rows={4} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    draft.save.mutate(undefined, {
      onSuccess: () => {
        draft.saved();
        tell(say('done'));
      },
    });
  };
  const profiles = Object.keys(draft.rows).filter(one => !fixed.includes(one));
  const action = draft.touched && (
    <Badge color="ambre" variant="light" tt="none">
      {say('edit.unsaved')}
    </Badge>
  );
  return (
    <Panel title={say('edit')} description={say('edit.lead')} action={action}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Textarea
              label={say('reason')}
              value={draft.reason}
              required
              autosize
              maxLength={500}
              onChange={event => draft.setReason(event.currentTarget.value)}
            />
            <DateField
              label={say('edit.starts')}
              description={say('edit.starts.help')}
              value={draft.starts}
              onChange={draft.setStarts}
            />
          </SimpleGrid>
          <Select
            label={say('edit.profile')}
            data={profiles.map(value => ({ value, label: words.profile(value) }))}
            value={profile}
            allowDeselect={false}
            onChange={chosen => chosen && setProfile(chosen)}
          />
          <DraftRow
            {...{ domains, purposes, before: base.rows[profile]!, row: draft.rows[profile]! }}
            onChange={row => draft.setRows({ ...draft.rows, [profile]: row })}
          />
          {draft.save.error && <ErrorState error={draft.save.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={draft.save.isPending}>
              {say('edit.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
