import type { Resource } from '@continuum/standards-fhir';
import type { Actor } from '@continuum/trust-access';
import type { CounterRequest, IdentityPiece, Registration } from './counter/counter-view.ts';

/** By what means the person made their choice known; the register keeps it with each version. */
export const meansExtension = 'https://continuum.health/fhir/StructureDefinition/directive-means';

/** Who registered it for them, and what proved the request: staff at the counter. */
export const registrationExtension =
  'https://continuum.health/fhir/StructureDefinition/directive-registration';

interface Extension {
  url?: string;
  valueCode?: string;
  valueDate?: string;
  valueReference?: { reference?: string; display?: string };
  extension?: Extension[];
}

/** What a Consent says of how its choice was made known: who decided (`performer`), by what means, with what proof. */
export interface MadeKnown {
  extension: Extension[];
  performer: { reference?: string; type?: string; display: string }[];
}

/** By themself, or by the holder of parental authority, on the portal. */
export const onPortal = (by: Actor): MadeKnown => ({
  extension: [{ url: meansExtension, valueCode: 'portal' }],
  performer: [{ reference: by.id, display: by.name }],
});

/** Who asked at the counter, for whom, and who took it down. */
export interface Asked {
  request: CounterRequest;
  usager: string;
  /** Name of the person themself. */
  name: string;
  by: Actor;
}

const piece = ({ kind, seen }: IdentityPiece): Extension => ({
  url: 'identity',
  extension: [
    { url: 'kind', valueCode: kind },
    { url: 'seen', valueCode: seen },
  ],
});

/** At the counter or by mail: taken down by staff, with the kinds of documents that were seen and never their numbers. */
export function atCounter({ request, usager, name, by }: Asked): MadeKnown {
  const { means, received, decider, identity } = request;
  const self = decider.relationship === 'self';
  const where = by.organization;
  return {
    performer: [
      self
        ? { reference: `Patient/${usager}`, display: name }
        : { type: 'RelatedPerson', display: decider.name ?? '' },
    ],
    extension: [
      { url: meansExtension, valueCode: means },
      {
        url: registrationExtension,
        extension: [
          { url: 'registrar', valueReference: { reference: by.id, display: by.name } },
          ...(where
            ? [
                {
                  url: 'organization',
                  valueReference: { reference: `Organization/${where.id}`, display: where.name },
                },
              ]
            : []),
          { url: 'received', valueDate: received },
          { url: 'relationship', valueCode: decider.relationship },
          ...(decider.proof ? [{ url: 'proof', valueCode: decider.proof }] : []),
          ...(decider.incapacity ? [{ url: 'incapacity', valueCode: decider.incapacity }] : []),
          ...identity.map(piece),
        ],
      },
    ],
  };
}

const partsOf = (extension: Extension | undefined, url: string): Extension[] =>
  (extension?.extension ?? []).filter(part => part.url === url);

const pieceOf = (part: Extension): IdentityPiece =>
  ({
    kind: partsOf(part, 'kind')[0]?.valueCode,
    seen: partsOf(part, 'seen')[0]?.valueCode,
  }) as IdentityPiece;

/** By what means a Consent says that it was made known, who decided, and who registered it when it was not the person. */
export function madeKnownIn(resource: Resource): {
  by?: string | undefined;
  means?: string | undefined;
  registration?: Registration;
} {
  const { extension = [], performer } = resource as { extension?: Extension[] } & Resource;
  const found = extension.find(({ url }) => url === registrationExtension);
  const one = (url: string) => partsOf(found, url)[0];
  const organization = one('organization')?.valueReference?.display;
  const proof = one('proof')?.valueCode;
  const incapacity = one('incapacity')?.valueCode;
  return {
    by: (performer as MadeKnown['performer'] | undefined)?.[0]?.display,
    means: extension.find(({ url }) => url === meansExtension)?.valueCode,
    ...(found && {
      registration: {
        by: one('registrar')?.valueReference?.display ?? '',
        ...(organization && { organization }),
        received: one('received')?.valueDate ?? '',
        relationship: one('relationship')?.valueCode,
        ...(proof && { proof }),
        ...(incapacity && { incapacity }),
        identity: partsOf(found, 'identity').map(pieceOf),
      } as Registration,
    }),
  };
}
