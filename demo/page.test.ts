import { describe, expect, it } from 'vitest';
import { citizenIdentities } from './identities/citizens.ts';
import { staffIdentities } from './identities/staff.ts';
import { demoPage } from './page.ts';
import { createTerritory } from './territory/territory.ts';

const territory = createTerritory(7);
const identities = [...staffIdentities(territory), ...citizenIdentities(territory)];

describe('the page of the demonstration', () => {
  it.each(['fr', 'en'] as const)(
    'lets a visitor be each person who has an account, in one click (%s)',
    language => {
      const page = demoPage(identities, language);
      const able = identities.filter(({ pin, password }) => pin || password);
      expect(able).toHaveLength(identities.length - 1);
      for (const { userName } of able) expect(page).toContain(`action="/demo/sign-in/${userName}"`);
      expect(page).not.toContain('/demo/sign-in/enfant-demo');
    },
  );

  it('is in French, English one click away, and back', () => {
    expect(demoPage(identities)).toContain('<html lang="fr-CA">');
    expect(demoPage(identities)).toContain('href="/demo?lang=en"');
    expect(demoPage(identities, 'en')).toContain('<html lang="en-CA">');
    expect(demoPage(identities, 'en')).toContain('href="/demo"');
  });

  it.each(['fr', 'en'] as const)(
    'says from where the visitor pretends to come, and changes it (%s)',
    language => {
      expect(demoPage(identities, language)).toContain(`action="/demo/home?at=home&amp;lang=${language}"`);
      const atHome = demoPage(identities, language, true);
      expect(atHome).toContain(`action="/demo/home?at=clinic&amp;lang=${language}"`);
      expect(atHome).toContain('<strong>');
    },
  );

  it('holds no script, and what it is given cannot become one', () => {
    const page = demoPage([{ ...identities[0]!, name: '<script>x</script>' }]);
    expect(page).not.toContain('<script');
  });
});
