import { type Fact, Facts } from '@continuum/ui-kit';
import { useFormat, useText } from '@continuum/ui-language';
import { Text } from '@mantine/core';
import type { CertificationFacts } from './certification-facts.ts';
import { families } from './rules.data.ts';
import { texts } from './texts.ts';

/** Everything that an attestation says, in words. */
export function AttestedFacts({ facts, more = [] }: { facts: CertificationFacts; more?: readonly Fact[] }) {
  const say = useText(texts);
  const format = useFormat();
  return (
    <Facts
      layout="rows"
      items={[
        { label: say('product'), value: `${facts.product} (${facts.client})` },
        { label: say('version'), value: facts.version },
        ...families.map(family => ({
          label: say(`family.${family}`),
          value: <Text style={{ whiteSpace: 'pre-line' }}>{facts.requirements[family]}</Text>,
        })),
        { label: say('test'), value: format.date(facts.penetrationTest) },
        { label: say('certified'), value: format.date(facts.certified) },
        { label: say('until'), value: format.date(facts.until) },
        { label: say('by'), value: facts.byName },
        ...more,
      ]}
    />
  );
}
