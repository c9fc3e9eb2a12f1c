import { useFormat } from '@continuum/ui-language';

interface DateTextProps {
  value: string | Date | undefined;
  /** With the hour, when the value has one. */
  time?: boolean;
  /** "3 days ago" beside it, for what waits. */
  ago?: boolean;
}

/** A date as `AAAA-MM-JJ`, readable by machines too. */
export function DateText({ value, time, ago }: DateTextProps) {
  const format = useFormat();
  if (!value) return null;
  const machine = typeof value === 'string' ? value : value.toISOString();
  return (
    <time dateTime={machine} style={{ whiteSpace: 'nowrap' }}>
      {ago ? format.ago(value) : time ? format.dateTime(value) : format.date(value)}
    </time>
  );
}
