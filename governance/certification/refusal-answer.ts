import { languageOf, nobody, type Text, tell } from '@continuum/door';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from './attest.ts';

type Of<K> = Refusal & { refused: K };

const texts: { [K in Refusal['refused']]: (refusal: Of<K>) => Text } = {
  profile: () => ({
    fr: 'Les attestations se consultent et se signent par la certification, avec sa propre clé.',
    en: 'Attestations are looked at and signed by certification, with a key of their own.',
  }),
  unknown: () => ({ fr: 'Il n’y a pas de telle attestation.', en: 'There is no such attestation.' }),
  cursor: () => ({
    fr: 'after: aucune page n’a donné cette suite; recommencez la liste.',
    en: 'after: no page gave that; begin the list again.',
  }),
  'no-product': () => ({
    fr: 'client: aucun partenaire du registre n’a cet identifiant.',
    en: 'client: no partner of the registry has that id.',
  }),
  'test-to-come': () => ({
    fr: 'penetrationTest: cette date est à venir; donnez celle du test d’intrusion qui a eu lieu.',
    en: 'penetrationTest: that date is to come; give that of the penetration test that took place.',
  }),
  'test-too-old': ({ since }) => ({
    fr: `penetrationTest: le test d’intrusion date d’avant le ${since}, plus d’un an; faites-en faire un autre.`,
    en: `penetrationTest: the penetration test is from before ${since}, more than a year ago; have another one made.`,
  }),
  attested: ({ until }) => ({
    fr: `version: cette version est déjà attestée, jusqu’au ${until}.`,
    en: `version: that version is attested already, until ${until}.`,
  }),
  withdrawn: () => ({
    fr: 'Cette attestation est déjà retirée; un retrait ne se défait pas.',
    en: 'That attestation is withdrawn already; a withdrawal is not undone.',
  }),
  'withdrawal-not-signed': () => ({
    fr: 'act: ce n’est pas un retrait de cette attestation que vous avez signé aujourd’hui avec votre clé; préparez-le et signez-le de nouveau.',
    en: 'act: this is no withdrawal of that attestation that you signed today with your key; prepare it and sign it again.',
  }),
  'not-signed': () => ({
    fr: 'act: ce n’est pas une attestation que vous avez signée aujourd’hui avec votre clé; préparez-la et signez-la de nouveau.',
    en: 'act: this is no attestation that you signed today with your key; prepare it and sign it again.',
  }),
};

const answers: Record<Refusal['refused'], { status: number; code: string }> = {
  profile: { status: 403, code: 'forbidden' },
  unknown: { status: 404, code: 'not-found' },
  cursor: { status: 400, code: 'invalid' },
  'no-product': { status: 422, code: 'business-rule' },
  'test-to-come': { status: 422, code: 'business-rule' },
  'test-too-old': { status: 422, code: 'business-rule' },
  attested: { status: 409, code: 'conflict' },
  withdrawn: { status: 409, code: 'conflict' },
  'withdrawal-not-signed': { status: 422, code: 'business-rule' },
  'not-signed': { status: 422, code: 'business-rule' },
};

/** Answers a refusal, in French unless who asks reads English: who may not (401, 403), nothing there (404), not now (409), what may not be (422). */
export function refused(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  if (refusal.refused === 'profile' && request.actor.kind === 'unknown') return nobody(reply);
  const { status, code } = answers[refusal.refused];
  const textOf = texts[refusal.refused] as (refusal: Refusal) => Text;
  return tell(reply, status, code, textOf(refusal)[languageOf(request)]);
}
