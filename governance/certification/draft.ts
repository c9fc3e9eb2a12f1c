import { dayOf, yearsFrom } from '@continuum/standards-calendar';
import type { CertificationFacts } from './certification-facts.ts';
import { type Family, families, rules, versionPattern } from './rules.data.ts';

/** What is typed of an attestation. */
export type Draft = Pick<CertificationFacts, 'version' | 'penetrationTest' | 'requirements'>;

/** Nothing typed yet. */
export const empty: Draft = {
  ...{ version: '', penetrationTest: '' },
  requirements: { security: '', privacy: '', performance: '', technology: '' },
};

/** Without the spaces around what was typed. */
export const trimmed = ({ version, penetrationTest, requirements }: Draft): Draft => ({
  ...{ version: version.trim(), penetrationTest },
  requirements: Object.fromEntries(
    Object.entries(requirements).map(([family, text]) => [family, text.trim()]),
  ) as Record<Family, string>,
});

/** What is wrong with a draft, by field: the key of its text. */
export interface Problems {
  version?: 'version.wrong';
  penetrationTest?: 'test.wrong' | 'test.to-come' | 'test.too-old';
  families?: readonly Family[];
}

function problemOfTest(test: string, today: string): Problems['penetrationTest'] {
  const at = new Date(`${test}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== test) return 'test.wrong';
  if (test > today) return 'test.to-come';
  return test < yearsFrom(today, -rules.testYears) ? 'test.too-old' : undefined;
}

/** What the server would refuse, said by the field before it is asked; undefined: nothing. */
export function problemsOf(draft: Draft, now: Date): Problems | undefined {
  const { version, penetrationTest, requirements } = trimmed(draft);
  const test = problemOfTest(penetrationTest, dayOf(now));
  const missing = families.filter(family => requirements[family] === '');
  const problems: Problems = {
    ...(!new RegExp(versionPattern, 'u').test(version) && { version: 'version.wrong' }),
    ...(test && { penetrationTest: test }),
    ...(missing.length > 0 && { families: missing }),
  };
  return Object.keys(problems).length > 0 ? problems : undefined;
}
