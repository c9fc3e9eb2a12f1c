/** A coded entry (PS3.3 table 8.8-1). */
export interface Code {
  value?: string;
  scheme?: string;
  meaning?: string;
}
