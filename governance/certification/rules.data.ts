/** What an attestation holds to, and where that comes from. */
export const rules = {
  /** How long it stands when nothing changes. Source: TGV, validité de trois ans. */
  validYears: 3,
  /** How old the penetration test may be when it is signed. The test is mandatory (TGV); its age is à valider. */
  testYears: 1,
} as const;

/** How a version is written, by its maker: one spelling of it, so that the same one is not attested twice under two. */
export const versionPattern = '^[\\p{L}\\p{N}]([\\p{L}\\p{N}.+_-]{0,62}[\\p{L}\\p{N}])?$';

/** The families of requirements that a version meets. Source: TGV; privacy: protection des renseignements personnels (PRP). */
export const families = ['security', 'privacy', 'performance', 'technology'] as const;

/** One of them. */
export type Family = (typeof families)[number];
