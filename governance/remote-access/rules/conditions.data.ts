const letter = 'Lettre aux ordres professionnels, Accès à distance au DSQ, 13 juillet 2022';

/** One condition of remote access, in the words that are signed, and whose it is. */
export interface Condition {
  fr: string;
  en: string;
  source: string;
}

/** What is accepted with each declaration; a new version is a new row, in force from its day. */
export const conditions: { version: string; list: readonly Condition[] } = {
  version: '2022-07',
  list: [
    {
      fr: 'Je suis membre de mon ordre professionnel, et la loi m’autorise à accéder au DSQ.',
      en: 'I am a member of my professional order, and the law authorizes me to access the DSQ.',
      source: letter,
    },
    {
      fr: 'Ce domicile est une extension de mon lieu de pratique habituel, où mon autorisation d’accès est en vigueur.',
      en: 'This home is an extension of my usual place of practice, where my access authorization is in force.',
      source: letter,
    },
    {
      fr: 'Je n’utilise le DSQ que pour des services de santé de première ligne et le continuum de soins; la téléconsultation en fait partie.',
      en: 'I use the DSQ only for first-line health services and the continuum of care; teleconsultation is part of it.',
      source: letter,
    },
    {
      fr: 'Je respecte les règles d’éthique et de déontologie qui entourent la consultation de renseignements de santé, et j’assure leur confidentialité.',
      en: 'I respect the rules of ethics and professional conduct on consulting health information, and ensure its confidentiality.',
      source: letter,
    },
    {
      fr: 'Personne d’autre ne voit mon écran ni ne se sert de ma session; je ferme la session quand je m’éloigne.',
      en: 'Nobody else sees my screen or uses my session; I sign out when I walk away.',
      source: 'à valider (application de la confidentialité à un domicile)',
    },
    {
      fr: 'Je n’imprime, ne photographie et n’enregistre rien du dossier sur cet appareil.',
      en: 'I print, photograph and save nothing of the record on this device.',
      source: 'à valider (application de la confidentialité à un domicile)',
    },
    {
      fr: 'Je révoque cette déclaration si l’appareil est perdu, donné ou ne sert plus.',
      en: 'I revoke this declaration if the device is lost, given away or no longer used.',
      source: 'à valider (application de la confidentialité à un domicile)',
    },
  ],
};
