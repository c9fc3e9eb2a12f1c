import type { Text } from './refusal.ts';

const source = 'Aide-mémoire Introduction DSQ (révision juillet 2022), Obligations des intervenants autorisés';

/** The conditions of use that an intervenant accepts, by version; a new version is a new row, in force from its day. */
export const conditions: { version: string; source: string; obligations: readonly Text[] } = {
  version: '2022-07',
  source,
  obligations: [
    {
      fr: 'Utiliser le DSQ exclusivement dans un contexte de soutien à une prestation de services de santé.',
      en: 'Use the DSQ solely in support of health services that are being provided.',
    },
    {
      fr: 'Respecter les lois, les règlements, les politiques et les procédures en matière de confidentialité, de protection des renseignements personnels et de sécurité des renseignements concernant le DSQ.',
      en: 'Respect the laws, regulations, policies and procedures on confidentiality, the protection of personal information and the security of information of the DSQ.',
    },
    {
      fr: 'Communiquer les renseignements des ordonnances émises dans le système de gestion des ordonnances électroniques de médicaments (s’applique à tout intervenant prescripteur de médicaments).',
      en: 'Send the information of prescriptions issued to the electronic prescription system (whoever prescribes medications).',
    },
    {
      fr: 'Connaître les droits des usagers à l’égard du DSQ et les diriger, pour toute question supplémentaire, vers la page de Québec.ca.',
      en: 'Know the rights of usagers regarding the DSQ, and direct further questions to the page of Québec.ca.',
    },
    {
      fr: 'S’assurer que la clé d’authentification demeure en tout temps sous son contrôle, en respectant les conditions de sécurité acceptées lors de sa remise.',
      en: 'Keep the authentication key under one’s own control at all times, under the security conditions accepted when it was handed over.',
    },
  ],
};
