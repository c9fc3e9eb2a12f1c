import type { OrganizationStanding } from '@continuum/registries-organization';
import type { Standing } from '@continuum/registries-practitioner';
import { type GaaRule, gaaRules } from './gaa-rules.data.ts';
import { byRule, type Refusal } from './refusal.ts';

/** Whom somebody designates as the GAA of an organization, as the registers know them. */
export interface Candidacy {
  organization: OrganizationStanding;
  candidate: Standing;
  /** Who designates, when the rule asks for somebody. */
  designator?: Standing;
}

const positionsAt = ({ positions }: Standing, organization: string) =>
  positions.filter(position => position.organization === organization);

const hasFunction = (person: Standing | undefined, organization: string, codes: readonly string[]): boolean =>
  person?.active === true &&
  positionsAt(person, organization).some(({ functions }) => functions.some(code => codes.includes(code)));

const practises = (person: Standing, organization: string, codes: readonly string[]): boolean =>
  person.orders.length > 0 &&
  positionsAt(person, organization).some(({ providers }) => providers.some(code => codes.includes(code)));

const meets: Record<GaaRule['of'], (rule: GaaRule, candidacy: Candidacy) => boolean> = {
  profession: ({ codes }, { candidate, organization: { id } }) => practises(candidate, id, codes),
  function: ({ codes }, { candidate, organization: { id } }) => hasFunction(candidate, id, codes),
  designated: ({ codes }, { designator, organization: { id } }) => hasFunction(designator, id, codes),
};

/**
 * Holds a designation against the rule of the organization’s kind.
 * @returns the rule that it meets, or why it is refused, with the rule’s source
 */
export function checkDesignation(candidacy: Candidacy): GaaRule | Refusal {
  const { organization, candidate } = candidacy;
  const rule = Object.hasOwn(gaaRules, organization.kind ?? '') ? gaaRules[organization.kind!] : undefined;
  if (rule === undefined || !organization.active)
    return byRule(
      'organization-kind',
      'organization: le Registre ne dit pas de quel type est cet organisme, ou il n’est plus en activité; faites-le corriger d’abord.',
      'organization: the register does not say its kind, or it is out of use; have it corrected first.',
    );
  if (!candidate.active)
    return byRule(
      'candidate-inactive',
      'practitioner: cette personne n’est plus en activité au Registre des intervenants.',
      'practitioner: this person is not active in the register of intervenants.',
    );
  if (meets[rule.of](rule, candidacy)) return rule;
  return byRule(`gaa-${rule.rule}`, rule.text.fr, rule.text.en, rule.source);
}
