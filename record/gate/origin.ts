/** Where a request comes from; the journal keeps it. */
export interface Origin {
  /** Correlates the log, the journal and the answer (`X-Request-Id`). */
  request: string;
  /** Network address of the caller. */
  address: string;
  /** Which door: `fhir`, `api`, `mllp`, `dicomweb`, `cli`, `demo`. */
  channel: string;
}
