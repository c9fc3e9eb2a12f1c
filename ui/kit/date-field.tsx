import { useText } from '@continuum/ui-language';
import { ActionIcon, TextInput } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { type ReactNode, useRef } from 'react';
import { texts } from './texts.ts';

interface DateFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  description?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  min?: string;
  max?: string;
  autoComplete?: string;
}

/** `19800615` becomes `1980-06-15` while it is typed; anything else is left alone. */
export function completeDate(typed: string): string {
  const digits = /^(\d{4})[-/. ]?(\d{2})[-/. ]?(\d{2})$/.exec(typed.trim());
  return digits ? digits.slice(1).join('-') : typed;
}

/** True for a real calendar day written `AAAA-MM-JJ`. */
export function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

/** A day as `AAAA-MM-JJ`: typed, pasted, or chosen in the browser's calendar. */
export function DateField({ onChange, value, min, max, ...field }: DateFieldProps) {
  const say = useText(texts);
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div style={{ position: 'relative' }}>
      <TextInput
        {...field}
        value={value}
        placeholder={say('date.format')}
        inputMode="numeric"
        maxLength={10}
        onChange={event => onChange(completeDate(event.currentTarget.value))}
        rightSection={
          <ActionIcon
            variant="subtle"
            size={36}
            aria-label={say('date.pick')}
            onClick={() => picker.current?.showPicker()}
          >
            <IconCalendar size={20} aria-hidden />
          </ActionIcon>
        }
      />
      <input
        ref={picker}
        type="date"
        aria-hidden
        tabIndex={-1}
        min={min}
        max={max}
        value={isDay(value) ? value : ''}
        onChange={event => onChange(event.currentTarget.value)}
        style={{
          position: 'absolute',
          insetInlineEnd: 0,
          insetBlockEnd: 0,
          inlineSize: 1,
          blockSize: 1,
          opacity: 0,
        }}
      />
    </div>
  );
}
