import { useJson } from '@continuum/ui-fhir-client';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';

interface OrganizationChoiceProps {
  label: string;
  /** Id of the organization that is chosen; empty: none. */
  value: string;
  onChange: (organization: string) => void;
}

/** An organization of the register, found by a part of its name. */
export function OrganizationChoice({ label, value, onChange }: OrganizationChoiceProps) {
  const [typed, setTyped] = useState('');
  const [name] = useDebouncedValue(typed.trim(), 250);
  const query = new URLSearchParams(name ? { name } : {}).toString();
  const { data } = useJson<{ organizations: { id: string; name: string }[] }>(`/api/organization/?${query}`);
  return (
    <Select
      label={label}
      required
      searchable
      data={(data?.organizations ?? []).map(one => ({ value: one.id, label: one.name }))}
      filter={({ options }) => options}
      value={value || null}
      onSearchChange={setTyped}
      onChange={chosen => onChange(chosen ?? '')}
    />
  );
}
