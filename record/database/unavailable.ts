/** PostgreSQL cannot answer now; the caller answers 503 with this sentence. */
export class DatabaseUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DatabaseUnavailable';
  }
}

/** PostgreSQL cancelled a statement that took longer than it may. What asks for less may succeed. */
export class DatabaseTooSlow extends DatabaseUnavailable {
  constructor(options?: ErrorOptions) {
    super('The database took too long to answer.', options);
    this.name = 'DatabaseTooSlow';
  }
}

/** Who asked has hung up: the statement was cancelled, and nobody reads the answer. */
export class DatabaseAbandoned extends DatabaseUnavailable {
  constructor(options?: ErrorOptions) {
    super('Nobody waits for the answer any more.', options);
    this.name = 'DatabaseAbandoned';
  }
}

/** Two transactions met; the whole request may be sent again. */
export class DatabaseConflict extends DatabaseUnavailable {
  constructor(options?: ErrorOptions) {
    super('Another change took place at the same moment; send the request again.', options);
    this.name = 'DatabaseConflict';
  }
}

/**
 * The database cannot be opened or migrated, and a person must mend it: one line that says how.
 * `setting` names the environment variable at fault, when one is.
 */
export class DatabaseProblem extends Error {
  readonly setting?: string;
  constructor(message: string, options?: ErrorOptions & { setting?: string }) {
    super(message, options);
    this.name = 'DatabaseProblem';
    this.setting = options?.setting;
  }
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const sentences: Record<string, string> = {
  '55P03': 'The database is busy with a lock.',
  '53100': 'The disk of the database is full.',
  '53200': 'The database is out of memory.',
  '53300': 'The database has no connection left.',
  '57P01': 'The database is restarting.',
  '57P02': 'The database is restarting.',
  '57P03': 'The database is starting.',
  '57P05': 'The database closed an idle connection.',
  '25P03': 'The database closed an idle transaction.',
  ECONNREFUSED: 'The database does not answer.',
  ECONNRESET: 'The connection to the database broke.',
  EPIPE: 'The connection to the database broke.',
  ENOENT: 'The database does not answer.',
  ETIMEDOUT: 'The database does not answer.',
  EHOSTUNREACH: 'The database does not answer.',
  ENOTFOUND: 'The database does not answer.',
  EAI_AGAIN: 'The database does not answer.',
};

// node-postgres gives these no code.
const withoutCode: [RegExp, string][] = [
  [/timeout exceeded when trying to connect/i, 'The database has no connection left.'],
  [
    /Connection terminated|connection is closed|Client has encountered a connection error|not queryable/i,
    'The connection to the database broke.',
  ],
  [/Query read timeout/i, 'The database took too long to answer.'],
  [/Cannot use a pool after calling end/i, 'The server is stopping.'],
];

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');

function sentenceOf(error: unknown): string | undefined {
  const code = codeOf(error);
  if (sentences[code]) return sentences[code];
  if (code.startsWith('08')) return 'The connection to the database broke.';
  if (code !== '' || !(error instanceof Error)) return undefined;
  return withoutCode.find(([pattern]) => pattern.test(error.message))?.[1];
}

/** What a caller gets instead of a driver's error: unavailable, conflict, or the error as it was. */
export function translated(error: unknown): unknown {
  if (error instanceof DatabaseUnavailable) return error;
  const code = codeOf(error);
  if (code === '40001' || code === '40P01') return new DatabaseConflict({ cause: error });
  if (code === '57014') return new DatabaseTooSlow({ cause: error });
  const sentence = sentenceOf(error);
  return sentence === undefined ? error : new DatabaseUnavailable(sentence, { cause: error });
}

/** True when the connection that met this error cannot be used again. */
export function breaksConnection(error: unknown): boolean {
  const code = codeOf(error);
  if (code.startsWith('08') || code.startsWith('57P') || /^E[A-Z]+$/.test(code)) return true;
  return code === '' && error instanceof Error && sentenceOf(error) !== undefined;
}
