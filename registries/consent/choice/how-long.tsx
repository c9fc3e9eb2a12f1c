import { DateField, isDay } from '@continuum/ui-kit';
import { formatDate, useText } from '@continuum/ui-language';
import { Radio, Stack } from '@mantine/core';
import classes from '../refusal-form.module.css';
import { choiceTexts } from './texts.ts';

/** For how long somebody chooses: until they change it, or until a last day. */
export interface Length {
  length: 'always' | 'until';
  end: string;
}

/** As what stands says it. */
export const toLength = (end: string | undefined): Length => ({
  length: end ? 'until' : 'always',
  end: end ?? '',
});

/** What is sent of it. */
export const toEnd = ({ length, end }: Length): { end?: string } => (length === 'until' ? { end } : {});

/** What is wrong with a last day: not a day, or past. */
export function wrongEnd({ length, end }: Length): 'end.invalid' | 'end.past' | undefined {
  if (length === 'always') return undefined;
  if (!isDay(end)) return 'end.invalid';
  return end < formatDate(new Date()) ? 'end.past' : undefined;
}

interface HowLongProps extends Length {
  /** Of the last day. */
  label: string;
  /** Whether the one who chooses is the person. */
  own: boolean;
  set: (change: Partial<Length>) => void;
  wrong?: ReturnType<typeof wrongEnd>;
}

/** Asks for how long. */
export function HowLong({ length, end, label, own, set, wrong }: HowLongProps) {
  const say = useText(choiceTexts);
  return (
    <Radio.Group
      label={say('howLong')}
      value={length}
      onChange={chosen => set({ length: chosen as Length['length'] })}
      classNames={{ label: classes.question }}
    >
      <Stack gap="sm" mt="xs">
        <Radio.Card value="always" className={classes.option}>
          <Radio.Indicator size="md" />
          {say('always', { whose: own ? 'own' : 'other' })}
        </Radio.Card>
        <Radio.Card value="until" className={classes.option}>
          <Radio.Indicator size="md" />
          {say('until')}
        </Radio.Card>
        {length === 'until' && (
          <div className={classes.date}>
            <DateField
              label={label}
              value={end}
              onChange={chosen => set({ end: chosen })}
              min={formatDate(new Date())}
              error={wrong && say(wrong)}
              required
            />
          </div>
        )}
      </Stack>
    </Radio.Group>
  );
}
