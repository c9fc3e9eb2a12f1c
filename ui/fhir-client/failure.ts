interface Outcome {
  issue?: { diagnostics?: string; code?: string; details?: { text?: string } }[];
}

/** The server said no: its sentences, and what to quote when asking for help. */
export class ServerFailure extends Error {
  readonly status: number;
  readonly sentences: readonly string[];
  /** First issue's FHIR code (`forbidden`, `not-found`…). */
  readonly code: string | undefined;
  /** `X-Request-Id`: the same number is in the server's log and in the journal. */
  readonly request: string | undefined;

  constructor(status: number, outcome: Outcome, request: string | undefined) {
    const issues = outcome.issue ?? [];
    const sentences = issues.flatMap(issue => issue.details?.text ?? issue.diagnostics ?? []);
    super(sentences.join(' ') || `HTTP ${status}`);
    this.name = 'ServerFailure';
    this.status = status;
    this.sentences = sentences;
    this.code = issues[0]?.code;
    this.request = request;
  }
}

/** Nothing answered: no network, or the server is down. */
export class NetworkFailure extends Error {
  constructor(cause: unknown) {
    super('The server cannot be reached.', { cause });
    this.name = 'NetworkFailure';
  }
}

async function outcomeOf(response: Response): Promise<Outcome> {
  const text = await response.text();
  try {
    return JSON.parse(text) as Outcome;
  } catch {
    return {}; // a proxy's page, not an OperationOutcome: the status says it all
  }
}

/** Makes the failure of a response that is not a success. */
export async function failureOf(response: Response): Promise<ServerFailure> {
  const request = response.headers.get('x-request-id') ?? undefined;
  return new ServerFailure(response.status, await outcomeOf(response), request);
}
