/** What an export holds, decided once, when it is asked for. Dates of JSON: milliseconds of the epoch. */
export interface ExportOrder {
  /** UUID. */
  id: string;
  /** `all`: whatever may be seen; `usagers`: what is in somebody's record. */
  of: 'all' | 'usagers';
  /** The usagers whose records it is about, when they are named. */
  usagers?: readonly string[];
  types: readonly string[];
  /** Changed after. */
  since?: number;
  /** Changed at that moment at the latest: `transactionTime`. */
  until: number;
  /** Searches by type, without the type: one of them must match. */
  filters: Readonly<Record<string, readonly string[]>>;
}

/** A range of the lines of one type, by id: after `after`, up to `to`. */
export interface ExportRange {
  export: string;
  type: string;
  deleted: boolean;
  after: string;
  to: string;
}
