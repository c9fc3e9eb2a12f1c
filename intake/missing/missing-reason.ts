/** A known reason why something may be missing from a domain of a usager's record. */
export interface MissingReason {
  code:
    | 'refused'
    /** A restriction names who reads: neither what it covers nor whether it hides anything here. */
    | 'restricted'
    /** Something came that says it is about this usager, and could not be told to be. */
    | 'identification-waiting'
    /** An organisme sends nothing of the domain. */
    | 'source-does-not-send'
    /** It used to: nothing came for days. */
    | 'source-silent'
    /** It sends, but not that. */
    | 'category-not-sent'
    /** More organismes than are named here do not send. */
    | 'other-sources';
  /** Name of the organisme, or of all of a kind. */
  source?: string;
  /** What is not sent, in words. */
  category?: string;
  /** Since which day, `AAAA-MM-JJ`, when it is known. */
  since?: string;
  /** When the source last sent something; ISO 8601, UTC. */
  lastReceived?: string;
  /** Of `other-sources`: how many. */
  count?: number;
}
