import { postJson, useAct, useJson } from '@continuum/ui-fhir-client';
import { ConfirmDialog, DateField, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { PersonChoice } from './new-request.tsx';
import { api } from './shown.browser.ts';
import { texts } from './texts.ts';

interface Draft {
  organization: string;
  practitioner: string;
  designatedBy: string;
  designatedOn: string;
  email: string;
}

const empty = (designatedOn: string): Draft => ({
  ...{ organization: '', practitioner: '', designatedBy: '', designatedOn, email: '' },
});

function OrganizationChoice({
  value,
  onChange,
}: {
  value: string;
  onChange: (organization: string) => void;
}) {
  const say = useText(texts);
  const [typed, setTyped] = useState('');
  const [name] = useDebouncedValue(typed.trim(), 250);
  const query = new URLSearchParams(name ? { name } : {}).toString();
  const { data } = useJson<{ organizations: { id: string; name: string }[] }>(`/api/organization/?${query}`);
  return (
    <Select
      label={say('organization')}
      required
      searchable
      data={(data?.organizations ?? []).map(({ id, name: label }) => ({ value: id, label }))}
      filter={({ options }) => options}
      value={value || null}
      onSearchChange={setTyped}
      onChange={chosen => onChange(chosen ?? '')}
    />
  );
}

function Form({ draft, put }: { draft: Draft; put: (more: Partial<Draft>) => void }) {
  const say = useText(texts);
  const { organization } = draft;
  return (
    <Stack gap="sm">
      <OrganizationChoice
        value={organization}
        onChange={chosen => put({ organization: chosen, practitioner: '', designatedBy: '' })}
      />
      {organization && (
        <>
          <PersonChoice
            {...{ organization, label: say('designation.who'), value: draft.practitioner, required: true }}
            onChange={practitioner => put({ practitioner })}
          />
          <PersonChoice
            {...{ organization, label: say('designation.by'), value: draft.designatedBy }}
            onChange={designatedBy => put({ designatedBy })}
          />
        </>
      )}
      <DateField
        label={say('designation.on')}
        required
        value={draft.designatedOn}
        onChange={designatedOn => put({ designatedOn })}
      />
      <TextInput
        type="email"
        label={say('designation.email')}
        required
        value={draft.email}
        onChange={event => put({ email: event.currentTarget.value })}
      />
    </Stack>
  );
}

/** Operations register the designation of a GAA. */
export function NewDesignation() {
  const say = useText(texts);
  const tell = useNotice();
  const [opened, setOpened] = useState(false);
  const [draft, setDraft] = useState(() => empty(new Date().toLocaleDateString('en-CA')));
  const act = useAct(() => {
    const { designatedBy, ...rest } = draft;
    return postJson(`${api}/designations`, { ...rest, ...(designatedBy && { designatedBy }) });
  }, [api]);
  const submit = () =>
    act.mutate(undefined, {
      onSuccess: () => {
        setOpened(false);
        setDraft(empty(draft.designatedOn));
        tell(say('done'));
      },
    });
  return (
    <>
      <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setOpened(true)}>
        {say('designation.new')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={say('designation.new')}
        confirm={say('event.designate')}
        busy={act.isPending}
        error={act.error}
        onConfirm={submit}
        onCancel={() => {
          act.reset();
          setOpened(false);
        }}
      >
        <Form draft={draft} put={more => setDraft({ ...draft, ...more })} />
      </ConfirmDialog>
    </>
  );
}
