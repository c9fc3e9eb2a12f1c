import type { Attachment, Change, DepositHeader } from '@continuum/record-gate';
import { compartmentUsagers, type Resource } from '@continuum/standards-fhir';
import { type Actor, domainOf, domainsNamedBy, domainWrittenBy } from '@continuum/trust-access';

/** `Identifier.system` of a kept original. */
export const depositSystem = 'https://continuum.health/fhir/NamingSystem/deposit';
const clientSystem = 'https://continuum.health/fhir/NamingSystem/client';
const sha256Url = 'https://continuum.health/fhir/StructureDefinition/deposit-sha256';
const participant = 'http://terminology.hl7.org/CodeSystem/provenance-participant-type';

const coded = (system: string, code: string) => ({ coding: [{ system, code }] });

const who = ({ kind, id, name, source }: Actor) =>
  kind === 'system'
    ? { type: 'Device', identifier: { system: clientSystem, value: source?.id ?? id }, display: name }
    : { reference: id, display: name };

const agents = (actor: Actor, attachments: readonly Attachment[]) => [
  {
    type: coded(participant, 'transmitter'),
    who: who(actor),
    ...(actor.organization
      ? {
          onBehalfOf: {
            reference: `Organization/${actor.organization.id}`,
            display: actor.organization.name,
          },
        }
      : {}),
  },
  ...attachments.map(({ by }) => ({
    type: coded(participant, 'verifier'),
    who: { reference: by.reference, display: by.name },
  })),
];

const referenceOf = (change: Change): string =>
  change.verb === 'delete'
    ? `${change.type}/${change.id}`
    : `${change.resource.resourceType}/${change.resource.id}`;

/**
 * What is hidden together is told together: one Provenance for each usager and kind of information, so that
 * none says more than its reader may see.
 */
function groupOf(change: Change, actor: Actor): string {
  // One for each deletion: it is not told when there was nothing to delete.
  if (change.verb === 'delete') return `delete ${referenceOf(change)} ${domainsNamedBy(change.type).join()}`;
  const usagers = compartmentUsagers(change.resource);
  return `${domainOf(change.resource, domainWrittenBy(actor))} ${usagers.toSorted().join()}`;
}

/**
 * The Provenances of what a deposit writes (R4 Provenance): which source, for which organisme, when, from which
 * original. Every change has its id.
 */
export function provenancesOf(
  changes: readonly Change[],
  deposit: DepositHeader,
  attachments: readonly Attachment[] = [],
): Change[] {
  const identifier = { system: depositSystem, value: deposit.id };
  const common = {
    resourceType: 'Provenance',
    recorded: deposit.receivedAt.toISOString(),
    agent: agents(deposit.actor, attachments),
    entity: [
      { role: 'source', what: { identifier }, extension: [{ url: sha256Url, valueString: deposit.sha256 }] },
    ],
  };
  const groups = Map.groupBy(changes, change => groupOf(change, deposit.actor));
  return [...groups.values()].map(group => {
    const target = group.map(change => ({ reference: referenceOf(change) }));
    const erased = group.every(({ verb }) => verb === 'delete');
    const activity = coded('http://terminology.hl7.org/CodeSystem/v3-DataOperation', 'DELETE');
    const resource: Resource = {
      ...common,
      id: crypto.randomUUID(),
      target,
      ...(erased ? { activity } : {}),
    };
    const [only] = group;
    const ofDeletion = only?.verb === 'delete' ? { type: only.type, id: only.id } : undefined;
    return { verb: 'create', resource, fresh: true, ...(ofDeletion && { ofDeletion }) };
  });
}
