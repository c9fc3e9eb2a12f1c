import type { Notice, NoticeTemplate } from '../notice.ts';
import type { Text } from '../rules/refusal.ts';

type Facts = Notice['facts'];

/** Offices of agents, as a person reads them. */
const offices: Readonly<Record<NonNullable<Facts['office']>, Text>> = {
  aga: { fr: 'gestion des accès (AGA)', en: 'management of accesses (AGA)' },
  tvi: { fr: 'télévérification (TVI)', en: 'tele-verification (TVI)' },
  avi: { fr: 'vérification d’identité en personne (AVI)', en: 'verification of identity in person (AVI)' },
};

const texts: Readonly<Record<NoticeTemplate, (facts: Facts) => Text>> = {
  designated: ({ organization }) => ({
    fr: `Vous êtes désormais gestionnaire des autorisations d’accès de : ${organization}.`,
    en: `You now manage the access authorizations of: ${organization}.`,
  }),
  appointed: ({ organization, office }) => ({
    fr: `Vous êtes désormais agente ou agent : ${offices[office!].fr}, ${organization}. Ce qui vous attend est dans la console.`,
    en: `You are now an agent: ${offices[office!].en}, ${organization}. What awaits you is in the console.`,
  }),
  'request-submitted': ({ person, organization }) => ({
    fr: `Une demande d’accès attend d’être validée : ${person}, ${organization}.`,
    en: `A request of access waits to be validated: ${person}, ${organization}.`,
  }),
  'request-returned': ({ person, organization, reason }) => ({
    fr: `Votre demande d’accès vous est retournée : ${person}, ${organization}.${reason ? ` Motif : ${reason}` : ''}`,
    en: `Your request of access is returned to you: ${person}, ${organization}.${reason ? ` Reason: ${reason}` : ''}`,
  }),
  'request-accepted': ({ organization }) => ({
    fr: `Votre demande d’accès est acceptée (${organization}). Votre identité sera vérifiée avant que votre clé vous serve; préparez deux pièces d’identité de deux sortes.`,
    en: `Your request of access is accepted (${organization}). Your identity is verified before your key serves; have two pieces of identity of two kinds ready.`,
  }),
  'handover-ordered': ({ person, organization }) => ({
    fr: `Une clé est à expédier, et une identité à vérifier : ${person}, ${organization}.`,
    en: `A key is to be mailed and an identity to be verified: ${person}, ${organization}.`,
  }),
  'key-mailed': () => ({
    fr: 'Votre clé d’authentification est en route par la poste. Elle n’ouvre rien avant la rencontre virtuelle, où vous présenterez deux pièces d’identité et choisirez votre NIP.',
    en: 'Your authentication key is on its way by post. It opens nothing before the virtual meeting, in which you show two pieces of identity and choose your PIN.',
  }),
  'handed-to-avi': ({ person, organization, reason }) => ({
    fr: `Une personne est à rencontrer pour vérifier son identité et lui remettre sa clé : ${person}, ${organization}.${reason ? ` Motif : ${reason}` : ''}`,
    en: `A person is to be met, to verify their identity and hand over their key: ${person}, ${organization}.${reason ? ` Reason: ${reason}` : ''}`,
  }),
  'key-handed': ({ organization }) => ({
    fr: `Il vous reste à lire et à accepter les conditions d’utilisation pour votre accès (${organization}) : console, « Mon accès ».`,
    en: `All that is left is to read and accept the conditions of use for your access (${organization}): console, "My access".`,
  }),
  'in-force': ({ person, organization }) => ({
    fr: `L’autorisation d’accès est en vigueur : ${person}, ${organization}.`,
    en: `The access authorization is in force: ${person}, ${organization}.`,
  }),
  'ending-authorization': ({ organization, ends }) => ({
    fr: `Votre autorisation d’accès (${organization}) prend fin le ${ends}. Demandez-en le renouvellement : console, « Mon accès ».`,
    en: `Your access authorization (${organization}) ends on ${ends}. Ask for its renewal: console, "My access".`,
  }),
  'ending-certificate': ({ ends }) => ({
    fr: `Le certificat de votre clé prend fin le ${ends}. Renouvelez-le avant ce jour, avec votre clé : console, « Mes clés ».`,
    en: `The certificate of your key ends on ${ends}. Renew it before that day, with your key: console, "My keys".`,
  }),
  endings: ({ organization, days, count }) => ({
    fr: `${organization} : ${count} autorisation(s) d’accès ou certificat(s) de clé prennent fin d’ici ${days} jours. Voyez la liste « Ce qui prend fin ».`,
    en: `${organization}: ${count} access authorization(s) or key certificate(s) end within ${days} days. See the list "What ends soon".`,
  }),
  'renewal-asked': ({ person, organization, ends }) => ({
    fr: `${person} demande le renouvellement de son autorisation d’accès (${organization}), qui prend fin le ${ends}.`,
    en: `${person} asks for the renewal of their access authorization (${organization}), which ends on ${ends}.`,
  }),
  'review-opened': ({ organization, count }) => ({
    fr: `${organization} : ${count} autorisation(s) d’accès sont à revoir. Dites de chacune si la personne en a encore besoin.`,
    en: `${organization}: ${count} access authorization(s) are to be reviewed. Say of each whether the person still needs it.`,
  }),
  'unblocking-asked': ({ person, organization }) => ({
    fr: `Une personne demande le déblocage de sa clé : ${person}, ${organization}. Joignez-la, vérifiez son identité, puis levez la suspension ou commandez un nouvel enrôlement.`,
    en: `A person asks for their key to be unblocked: ${person}, ${organization}. Reach them, verify their identity, then lift the suspension or order a new enrolment.`,
  }),
  'unblocking-told': () => ({
    fr: 'Le déblocage de votre clé est demandé. Le Service de télévérification vous joindra pour vérifier votre identité; rien ne s’ouvre avant. Si ce n’est pas vous, appelez-le sans attendre.',
    en: 'The unblocking of your key is asked for. The tele-verification service will reach you to verify your identity; nothing opens before. If it is not you, call it at once.',
  }),
  ended: ({ person, organization, reason }) => ({
    fr: `L’autorisation d’accès a pris fin : ${person}, ${organization}.${reason ? ` Motif : ${reason}` : ''}`,
    en: `The access authorization has ended: ${person}, ${organization}.${reason ? ` Reason: ${reason}` : ''}`,
  }),
};

/** Reasons that the workflow gives by itself. */
const coded: Readonly<Record<string, Text>> = {
  'employment-ended': { fr: 'fin d’emploi', en: 'end of employment' },
  'order-suspended': { fr: 'suspension par l’ordre', en: 'suspension by the order' },
};

const subject = 'Continuum : autorisations d’accès / access authorizations';

/** A notice as it is sent: French first, then English; names and a link, no secret. */
export function toMail(
  template: NoticeTemplate,
  facts: Facts,
  publicUrl: string,
): { subject: string; text: string } {
  const text = (language: 'fr' | 'en') => {
    const { reason, ...rest } = facts;
    const said = reason === undefined ? rest : { ...rest, reason: coded[reason]?.[language] ?? reason };
    return texts[template](said)[language];
  };
  const [fr, en] = [text('fr'), text('en')];
  return { subject, text: `${fr}\n\n${en}\n\n${publicUrl}/console/\n` };
}
