import { useJson } from '@continuum/ui-fhir-client';
import { useText } from '@continuum/ui-language';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { Draft } from './draft.browser.ts';
import { texts } from './texts.ts';

type Drug = NonNullable<Draft['drug']>;

interface DrugFieldProps {
  value: Drug | undefined;
  error: string | undefined;
  onChange: (drug: Drug | undefined) => void;
}

const labelOf = ({ din, name }: Drug): string => `${name} (DIN ${din})`;

/** A drug of the register: looked for by name or DIN, and chosen; never typed. */
export function DrugField({ value, error, onChange }: DrugFieldProps) {
  const say = useText(texts);
  const [words, setWords] = useState('');
  const [asked] = useDebouncedValue(words.trim(), 300);
  const isChosen = value !== undefined && words === labelOf(value);
  const path = `/api/medication/drugs?text=${encodeURIComponent(asked)}`;
  const { data } = useJson<{ drugs: Drug[] }>(asked.length < 2 || isChosen ? undefined : path);
  const found = data?.drugs ?? [];
  const drugs = value && !found.some(({ din }) => din === value.din) ? [value, ...found] : found;
  return (
    <Select
      searchable
      openOnFocus={false}
      required
      data-autofocus
      label={say('drug')}
      description={say('drug.help')}
      error={error}
      value={value?.din ?? null}
      searchValue={words}
      onSearchChange={setWords}
      onChange={din => onChange(drugs.find(drug => drug.din === din))}
      data={drugs.map(drug => ({ value: drug.din, label: labelOf(drug) }))}
      // The server has looked: every word begins a word of the drug.
      filter={({ options }) => options}
      nothingFoundMessage={say(asked.length < 2 ? 'drug.more' : 'drug.none')}
    />
  );
}
