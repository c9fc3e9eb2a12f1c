/** Shapes that `/api/intake` answers, as a screen reads them. */

export type Aspect = 'nam' | 'birthDate' | 'family' | 'given' | 'gender';

export type Reason = 'no-nam' | 'nam-invalid' | 'nam-unknown' | 'demographics-differ' | 'several-matches';

export interface Described {
  family: string;
  given: string;
  birthDate?: string;
  gender?: string;
  nam?: string;
}

export interface Claim {
  number: number;
  reason: Reason;
  usager: Described;
}

export interface DepositLine {
  id: string;
  receivedAt: string;
  source: string;
  organization?: string;
  format: string;
  contentType: string;
  size: number;
  state: string;
  reason?: Reason;
  issues: { severity: string; diagnostics: string; expression?: string }[];
  claims: Claim[];
}

export interface Candidate {
  usager: Described & { id: string };
  agrees: Aspect[];
  differs: Aspect[];
  missing: Aspect[];
}

export interface DepositDetail extends DepositLine {
  candidates: { number: number; candidates: Candidate[] }[];
}

export interface DepositPage {
  deposits: DepositLine[];
  total: number;
  next?: string;
}

/** What a retry, a release or a closing gives. */
export interface Done {
  state: 'stored' | 'waiting' | 'unusable' | 'refused' | 'closed';
  issues: { diagnostics: string }[];
}

/** `Tremblay, Marie`; empty when the deposit names nobody. */
export const nameOf = ({ family, given }: Described): string =>
  [family, given].filter(Boolean).join(',\u00a0');
