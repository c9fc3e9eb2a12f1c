import { useJson } from '@continuum/ui-fhir-client';
import { useText } from '@continuum/ui-language';
import { Checkbox, MultiSelect, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import classes from '../refusal-form.module.css';
import type { Draft } from './draft.browser.ts';
import { professions } from './restriction-view.ts';
import { texts } from './texts.ts';

interface Listed {
  practitioners: { id: string; name: string; roles: { organization?: string; role?: string }[] }[];
}

interface FieldsProps {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  error?: string | undefined;
}

function Practitioners({ draft, set }: FieldsProps) {
  const say = useText(texts);
  const [words, setWords] = useState('');
  const [asked] = useDebouncedValue(words.trim(), 300);
  const path = `/api/practitioner?name=${encodeURIComponent(asked)}`;
  const { data } = useJson<Listed>(asked.length < 2 ? undefined : path);
  const found = (data?.practitioners ?? []).map(({ id, name, roles }) => ({
    value: id,
    label: [name, ...roles.slice(0, 1).map(({ organization }) => organization)].filter(Boolean).join(', '),
  }));
  const chosen = draft.practitioners.map(({ id, name }) => ({ value: id, label: name }));
  const options = [...chosen, ...found.filter(({ value }) => !chosen.some(one => one.value === value))];
  const choose = (ids: string[]) =>
    set({
      practitioners: ids.map(id => ({ id, name: options.find(({ value }) => value === id)?.label ?? id })),
    });
  return (
    <MultiSelect
      searchable
      openOnFocus={false}
      label={say('form.practitioners')}
      description={say('form.practitioners.help')}
      data={options}
      value={draft.practitioners.map(({ id }) => id)}
      onChange={choose}
      searchValue={words}
      onSearchChange={setWords}
      // The server has looked.
      filter={({ options: all }) => all}
      nothingFoundMessage={say(asked.length < 2 ? 'form.practitioners.more' : 'form.practitioners.none')}
    />
  );
}

/** Whom a restriction is against: people of the register, whole professions. */
export function WhoFields({ draft, set, error }: FieldsProps) {
  const say = useText(texts);
  return (
    <fieldset className={classes.fields}>
      <legend className={classes.question}>{say('form.who')}</legend>
      <Stack gap="md">
        <Practitioners draft={draft} set={set} />
        <Checkbox.Group
          label={say('form.profiles')}
          value={draft.profiles}
          onChange={profiles => set({ profiles: profiles as Draft['profiles'] })}
          error={error}
        >
          <Stack gap="xs" mt="xs">
            {professions.map(profile => (
              <Checkbox key={profile} value={profile} label={say(`profile.${profile}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Stack>
    </fieldset>
  );
}
