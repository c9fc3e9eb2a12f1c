import { postJson, useAct } from '@continuum/ui-fhir-client';
import { ConfirmedAct, DateField } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { useProfileName } from '@continuum/ui-session';
import { MultiSelect, Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { api, type HeldOffice, useChoices } from '../shown.browser.ts';
import { texts } from './texts.ts';

/** What the form has so far. */
interface Draft {
  kind: 'grant' | 'change';
  practitioner: string;
  profile: string;
  places: string[];
  starts: string;
  ends?: string;
  email: string;
}

const empty = (today: string): Draft => ({
  ...{ kind: 'grant', practitioner: '', profile: '', places: [], starts: today, email: '' },
});

/** Somebody of an organization, found by their name. */
export function PersonChoice(props: {
  organization: string;
  label: string;
  value: string;
  required?: boolean;
  onChange: (practitioner: string) => void;
}) {
  const [typed, setTyped] = useState('');
  const [name] = useDebouncedValue(typed.trim(), 250);
  const { data } = useChoices(props.organization, name);
  return (
    <Select
      label={props.label}
      required={props.required}
      searchable
      clearable={!props.required}
      data={(data?.people ?? []).map(({ id, name: label }) => ({ value: id, label }))}
      filter={({ options }) => options}
      value={props.value || null}
      onSearchChange={setTyped}
      onChange={chosen => props.onChange(chosen ?? '')}
    />
  );
}

function Form({
  organization,
  draft,
  put,
}: {
  organization: string;
  draft: Draft;
  put: (more: Partial<Draft>) => void;
}) {
  const say = useText(texts);
  const profileName = useProfileName();
  const { data } = useChoices(organization);
  return (
    <Stack gap="sm">
      <Select
        label={say('request.kind')}
        allowDeselect={false}
        data={[
          { value: 'grant', label: say('request.grant') },
          { value: 'change', label: say('request.change') },
        ]}
        value={draft.kind}
        onChange={kind => put({ kind: kind as Draft['kind'] })}
      />
      <PersonChoice
        organization={organization}
        label={say('person')}
        value={draft.practitioner}
        required
        onChange={practitioner => put({ practitioner })}
      />
      <Select
        label={say('profile')}
        required
        data={(data?.profiles ?? []).map(value => ({
          value,
          label: profileName(value),
        }))}
        value={draft.profile || null}
        onChange={profile => put({ profile: profile ?? '' })}
      />
      <MultiSelect
        size="md"
        label={say('request.places')}
        required
        data={(data?.places ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={draft.places}
        onChange={places => put({ places })}
      />
      <DateField
        label={say('request.starts')}
        required
        value={draft.starts}
        onChange={starts => put({ starts })}
      />
      <DateField label={say('request.ends')} value={draft.ends ?? ''} onChange={ends => put({ ends })} />
      <TextInput
        type="email"
        label={say('request.email')}
        required
        value={draft.email}
        onChange={event => put({ email: event.currentTarget.value })}
      />
    </Stack>
  );
}

/** A GAA asks for somebody’s access, or its change. */
export function NewRequest({ organizations }: { organizations: readonly HeldOffice[] }) {
  const say = useText(texts);
  const [organization, setOrganization] = useState(organizations[0]!.organization);
  const [draft, setDraft] = useState(() => empty(new Date().toLocaleDateString('en-CA')));
  const act = useAct(() => {
    const { ends, ...rest } = draft;
    return postJson(`${api}/requests`, { organization, ...rest, ...(ends && { ends }) });
  }, [api]);
  return (
    <ConfirmedAct
      kind="begin"
      label={say('request.new')}
      title={say('request.new')}
      confirm={say('request.submit')}
      act={act}
      done={say('done')}
      onDone={() => setDraft(empty(draft.starts))}
    >
      <Stack gap="sm">
        {organizations.length > 1 && (
          <Select
            label={say('request.organization')}
            allowDeselect={false}
            data={organizations.map(one => ({ value: one.organization, label: one.organizationName }))}
            value={organization}
            onChange={chosen => {
              setOrganization(chosen!);
              setDraft(empty(draft.starts));
            }}
          />
        )}
        <Form
          key={organization}
          organization={organization}
          draft={draft}
          put={more => setDraft({ ...draft, ...more })}
        />
      </Stack>
    </ConfirmedAct>
  );
}
