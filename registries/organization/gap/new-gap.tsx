import { postJson, useAct, useJson } from '@continuum/ui-fhir-client';
import { ConfirmDialog, DateField, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { texts } from '../texts.ts';

interface Draft {
  organization: string;
  domain: string;
  category: string;
  since: string;
  reason: string;
}

/** Where gaps are told and said. */
export const gapAddress = '/api/organization/gaps';

const empty: Draft = { organization: '', domain: '', category: '', since: '', reason: '' };
const domains = ['medication', 'laboratory', 'imaging', 'summary'] as const;

/** What is left open is not sent. */
const given = (draft: Draft) => Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== ''));

function Form({ draft, put }: { draft: Draft; put: (more: Partial<Draft>) => void }) {
  const say = useText(texts);
  const [typed, setTyped] = useState('');
  const [name] = useDebouncedValue(typed.trim(), 250);
  const query = new URLSearchParams(name ? { name } : {}).toString();
  const { data } = useJson<{ organizations: { id: string; name: string }[] }>(`/api/organization/?${query}`);
  return (
    <Stack gap="sm">
      <Select
        label={say('name')}
        required
        searchable
        data={(data?.organizations ?? []).map(({ id, name: label }) => ({ value: id, label }))}
        filter={({ options }) => options}
        value={draft.organization || null}
        onSearchChange={setTyped}
        onChange={organization => put({ organization: organization ?? '' })}
      />
      <Select
        label={say('gap.domain')}
        required
        data={domains.map(value => ({ value, label: say(`domain.${value}`) }))}
        value={draft.domain || null}
        onChange={domain => put({ domain: domain ?? '' })}
      />
      <TextInput
        label={say('gap.category')}
        description={say('gap.category.help')}
        maxLength={200}
        value={draft.category}
        onChange={event => put({ category: event.currentTarget.value })}
      />
      <DateField label={say('gap.since')} value={draft.since} onChange={since => put({ since })} />
      <Textarea
        label={say('gap.reason')}
        required
        autosize
        maxLength={1000}
        value={draft.reason}
        onChange={event => put({ reason: event.currentTarget.value })}
      />
    </Stack>
  );
}

/** Operations say that an organisme does not send something. */
export function NewGap() {
  const say = useText(texts);
  const tell = useNotice();
  const [opened, setOpened] = useState(false);
  const [draft, setDraft] = useState(empty);
  const act = useAct(() => postJson(gapAddress, given(draft)), [gapAddress]);
  const close = () => {
    act.reset();
    setOpened(false);
  };
  const submit = () =>
    act.mutate(undefined, {
      onSuccess: () => {
        setOpened(false);
        setDraft(empty);
        tell(say('gap.done'));
      },
    });
  return (
    <>
      <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setOpened(true)}>
        {say('gap.new')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={say('gap.new')}
        confirm={say('gap.record')}
        busy={act.isPending}
        error={act.error}
        onConfirm={submit}
        onCancel={close}
      >
        <Form draft={draft} put={more => setDraft({ ...draft, ...more })} />
      </ConfirmDialog>
    </>
  );
}
