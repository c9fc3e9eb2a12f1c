import { useText } from '@continuum/ui-language';
import { NativeSelect } from '@mantine/core';
import { texts } from './texts.ts';

const reasons = [
  ...(['keyCompromise', 'affiliationChanged', 'privilegeWithdrawn'] as const),
  ...(['cessationOfOperation', 'unspecified'] as const),
];

/** Why something is revoked for good (RFC 5280, §5.3.1). */
export type Reason = (typeof reasons)[number];

/** Chooses why something is revoked. */
export function ReasonField({ value, onChange }: { value: Reason; onChange: (reason: Reason) => void }) {
  const say = useText(texts);
  return (
    <NativeSelect
      label={say('reason')}
      value={value}
      data={reasons.map(reason => ({ value: reason, label: say(`reason.${reason}`) }))}
      onChange={event => onChange(event.currentTarget.value as Reason)}
    />
  );
}

const isKnown = (key: string): key is `reason.${Reason}` => (texts.keys as readonly string[]).includes(key);

/** Says a reason of a revocation or of a suspension in words. */
export function useReasonName(): (reason: string) => string {
  const say = useText(texts);
  return reason => {
    const key = `reason.${reason}`;
    return isKnown(key) ? say(key) : reason;
  };
}
