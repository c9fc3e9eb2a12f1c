import { Facts } from '@continuum/ui-kit';
import { useFormat, useText } from '@continuum/ui-language';
import { useProfileName } from '@continuum/ui-session';
import type { GrantFacts } from './grant-facts.ts';
import { texts } from './texts.ts';

/** A grant, whole: every fact of it is here. */
export function GrantShown({ facts }: { facts: GrantFacts }) {
  const say = useText(texts);
  const format = useFormat();
  const profileName = useProfileName();
  const [starts, ends] = [facts.starts, facts.ends].map(day => day && format.date(day));
  return (
    <Facts
      layout="rows"
      items={[
        { label: say('person'), value: facts.practitioner.name },
        { label: say('organization'), value: facts.organization.name },
        { label: say('profile'), value: profileName(facts.profile) },
        { label: say('places'), value: facts.places.map(({ name }) => name).join(', ') },
        { label: say('period'), value: say(ends ? 'period.closed' : 'period.open', { starts, ends }) },
        { label: say('request'), value: <code>{facts.request}</code> },
      ]}
    />
  );
}
