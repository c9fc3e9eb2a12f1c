declare module '@lhncbc/ucum-lhc' {
  /** What the library knows of a unit; the underscores are its own. */
  export interface Unit {
    magnitude_: number;
    /** Exponents of m, s, g, rad, K, C, cd; none for what has no dimension. */
    dim_?: { dimVec_: number[] | null } | null;
    /** The name of the function of a unit that is no multiple of its base units. */
    cnv_: string | null;
    isArbitrary_: boolean;
    moleExp_: number;
    equivalentExp_: number;
  }
  export interface Utilities {
    getSpecifiedUnit(
      code: string,
      conversion: 'validate',
    ): { status: 'valid' | 'invalid' | 'error'; unit: Unit | null; retMsg: string[] };
    convertToBaseUnits(code: string, value: number): { status: string; magnitude?: number };
  }
  const library: { UcumLhcUtils: { getInstance(): Utilities } };
  export default library;
}
