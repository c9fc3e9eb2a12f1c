import { useText } from '@continuum/ui-language';
import { NumberInput } from '@mantine/core';
import { type ShownRule, useRuleWords } from './shown.browser.ts';
import { texts } from './texts.ts';

interface ParametersProps {
  rule: ShownRule;
  values: Record<string, number>;
  onChange: (values: Record<string, number>) => void;
}

/** The thresholds of a rule, each with its unit and its bounds. */
export function Parameters({ rule, values, onChange }: ParametersProps) {
  const say = useText(texts);
  const words = useRuleWords(undefined);
  return (
    <>
      {Object.entries(rule.rule.parameters).map(([name, { unit, least, most }]) => (
        <NumberInput
          key={name}
          label={say('rule.parameter', { unit: words.text(unit), least, most })}
          min={least}
          max={most}
          value={values[name] ?? least}
          onChange={value => onChange({ ...values, [name]: Number(value) })}
        />
      ))}
    </>
  );
}
