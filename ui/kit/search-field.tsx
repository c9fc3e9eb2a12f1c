import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';

interface SearchFieldProps {
  /** What is looked for: heard, and seen while nothing is typed. */
  label: string;
  /** Seen instead, when it says more than is worth hearing. */
  placeholder?: string;
  value: string;
  onChange: (typed: string) => void;
}

/** Beside filters, it stays wide enough for what it says while nothing is typed. */
const widthOfWords = '20.5rem';

/** Where one types what a list is searched for. */
export function SearchField({ label, placeholder = label, value, onChange }: SearchFieldProps) {
  return (
    <TextInput
      aria-label={label}
      w={widthOfWords}
      maw="100%"
      placeholder={placeholder}
      leftSection={<IconSearch size={18} aria-hidden />}
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
    />
  );
}
