/** Who may be the GAA of an organization of one kind. */
export interface GaaRule {
  /** Name of the rule, kept with each designation that was held against it. */
  rule: string;
  /**
   * `profession`: the person practises there, as one of these (`scptype`), a member of their order. `function`: the
   * register gives them that function there. `designated`: somebody who has that function there designates them.
   */
  of: 'profession' | 'function' | 'designated';
  codes: readonly string[];
  /** As a refusal says it. */
  text: { fr: string; en: string };
  /** Where the rule comes from, or `à valider`. */
  source: string;
}

const source = 'Aide-mémoire Introduction DSQ (révision juillet 2022), Démarche pour avoir accès au DSQ';

const permitHolder = (rule: string, of: { fr: string; en: string }): GaaRule => ({
  ...{ rule, of: 'function', codes: ['permit-holder'], source },
  text: {
    fr: `Le GAA d’un ${of.fr} est le titulaire de son permis.`,
    en: `The GAA of a ${of.en} is its permit holder.`,
  },
});

const byHead: GaaRule = {
  ...{ rule: 'establishment', of: 'designated', codes: ['head'], source },
  text: {
    fr: 'Le GAA d’un établissement est désigné par le PDG de l’établissement.',
    en: 'The GAA of an establishment is designated by its head.',
  },
};

/** By kind of organization (`Organization.type`). A kind that is not here has no GAA. */
export const gaaRules: Readonly<Record<string, GaaRule>> = {
  establishment: byHead,
  'medical-office': {
    ...{ rule: 'medical-office', of: 'profession', codes: ['MD', 'FAM'], source },
    text: {
      fr: 'Le GAA d’un cabinet privé de médecins est l’un de ses médecins.',
      en: 'The GAA of a private medical office is one of its physicians.',
    },
  },
  'community-pharmacy': {
    ...{ rule: 'community-pharmacy', of: 'function', codes: ['owner-pharmacist'], source },
    text: {
      fr: 'Le GAA d’une pharmacie communautaire est l’un de ses pharmaciens propriétaires.',
      en: 'The GAA of a community pharmacy is one of its owner-pharmacists.',
    },
  },
  'private-medical-laboratory': permitHolder('laboratory', {
    fr: 'laboratoire de biologie médicale',
    en: 'medical biology laboratory',
  }),
  'pharmacist-agency': {
    ...{ rule: 'pharmacist-agency', of: 'function', codes: ['operator'], source },
    text: {
      fr: 'Le GAA d’une agence de placement de pharmaciens est une personne qui exploite cette agence.',
      en: 'The GAA of a pharmacist agency is a person who operates it.',
    },
  },
  'dental-office': {
    ...{ rule: 'dental-office', of: 'profession', codes: ['DEN'], source },
    text: {
      fr: 'Le GAA d’un cabinet privé de dentistes est un dentiste qui exerce dans ce cabinet.',
      en: 'The GAA of a private dental office is a dentist who practises there.',
    },
  },
  'private-imaging-laboratory': permitHolder('general-imaging', {
    fr: 'laboratoire d’imagerie médicale générale',
    en: 'general medical imaging laboratory',
  }),
  'diagnostic-radiology-laboratory': permitHolder('diagnostic-radiology', {
    fr: 'laboratoire de radiologie diagnostique spécifique à la médecine',
    en: 'diagnostic radiology laboratory',
  }),
  'transplant-quebec': {
    ...{ rule: 'transplant-quebec', of: 'designated', codes: ['director-general'], source },
    text: {
      fr: 'Le GAA de Transplant Québec est désigné par son directeur général.',
      en: 'The GAA of Transplant Québec is designated by its director general.',
    },
  },
  lspq: {
    ...{ rule: 'lspq', of: 'designated', codes: ['operations-director'], source },
    text: {
      fr: 'Le GAA du Laboratoire de santé publique du Québec est désigné par son directeur des opérations.',
      en: 'The GAA of the Laboratoire de santé publique du Québec is designated by its director of operations.',
    },
  },
  ctq: {
    ...{ rule: 'ctq', of: 'designated', codes: ['scientific-director'], source },
    text: {
      fr: 'Le GAA du Centre de toxicologie du Québec est désigné par son directeur scientifique.',
      en: 'The GAA of the Centre de toxicologie du Québec is designated by its scientific director.',
    },
  },
  // A hospital’s laboratory and imaging department are the establishment’s that operates them.
  'medical-laboratory': { ...byHead, source: `${source}; département d’un établissement: à valider` },
  'imaging-department': { ...byHead, source: `${source}; département d’un établissement: à valider` },
};
