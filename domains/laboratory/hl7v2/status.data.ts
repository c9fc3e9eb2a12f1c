/** HL7 table 0085 (OBX-11) to Observation.status. */
export const observationStatus: Readonly<Record<string, string>> = {
  A: 'amended',
  B: 'amended',
  C: 'corrected',
  D: 'entered-in-error',
  F: 'final',
  I: 'registered',
  N: 'cancelled',
  O: 'final',
  P: 'preliminary',
  R: 'preliminary',
  S: 'preliminary',
  U: 'final',
  V: 'final',
  W: 'entered-in-error',
  X: 'cancelled',
};

/** HL7 table 0123 (OBR-25) to DiagnosticReport.status. */
export const reportStatus: Readonly<Record<string, string>> = {
  A: 'partial',
  C: 'corrected',
  F: 'final',
  I: 'registered',
  M: 'corrected',
  N: 'registered',
  O: 'registered',
  P: 'preliminary',
  R: 'partial',
  S: 'registered',
  X: 'cancelled',
  Y: 'unknown',
  Z: 'unknown',
};

/** How far a status has come: with equal times, an earlier state never replaces a later one. */
export const statusRank: Readonly<Record<string, number>> = {
  registered: 0,
  unknown: 0,
  preliminary: 1,
  partial: 1,
  final: 2,
  amended: 3,
  appended: 3,
  corrected: 3,
  cancelled: 3,
  'entered-in-error': 4,
};

/** HL7 table 0074 (OBR-24), diagnostic service sections. */
export const sections: ReadonlySet<string> = new Set(
  `AU BG BLB CG CH CP CT CTH CUS EC EN GE HM ICU IMG IMM LAB MB MCB MYC NMR NMS NRS OSL OT OTH OUS PAR PAT PF PHR
   PHY PT RAD RC RT RUS RX SP SR TX URN VR VUS XRC`.split(/\s+/),
);
export const laboratorySections: ReadonlySet<string> = new Set(
  'BG BLB CG CH CP CTH GE HM IMM LAB MB MCB MYC OSL PAR PAT SP SR TX URN VR'.split(' '),
);
export const imagingSections: ReadonlySet<string> = new Set(
  'CT CUS EC IMG NMR NMS OUS RAD RUS RX VUS XRC'.split(' '),
);

/** v3 ObservationInterpretation codes that HL7 table 0078 (OBX-8) shares. */
export const interpretations: Readonly<Record<string, string>> = {
  L: 'Low', H: 'High', LL: 'Critical low', HH: 'Critical high', '<': 'Off scale low', '>': 'Off scale high',
  N: 'Normal', A: 'Abnormal', AA: 'Critical abnormal', U: 'Significant change up', D: 'Significant change down',
  B: 'Better', W: 'Worse', S: 'Susceptible', R: 'Resistant', I: 'Intermediate', MS: 'Moderately susceptible',
  VS: 'Very susceptible', POS: 'Positive', NEG: 'Negative', IND: 'Indeterminate', DET: 'Detected',
  ND: 'Not detected', RR: 'Reactive', WR: 'Weakly reactive', NR: 'Non-reactive', HU: 'Significantly high',
  LU: 'Significantly low', SDD: 'Susceptible-dose dependent', SYN_R: 'Synergy - resistant', NS: 'Non-susceptible',
  EXP: 'Expected', UNE: 'Unexpected', E: 'Equivocal', QCF: 'Quality control failure',
};
