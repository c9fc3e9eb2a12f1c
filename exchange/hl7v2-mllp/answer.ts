import type { Receipt } from '@continuum/intake';
import type { Issue } from '@continuum/standards-fhir';
import type { AcknowledgmentCode, ErrorCode, Problem } from '@continuum/standards-hl7v2';

/** What the sender is told about one message. */
export interface Verdict {
  code: AcknowledgmentCode;
  /** MSA-3. */
  text?: string;
  problems: Problem[];
}

/** Codes of http://hl7.org/fhir/issue-type to those of table 0357. */
const codes: Record<string, ErrorCode> = {
  structure: 100,
  required: 101,
  value: 102,
  invalid: 102,
  invariant: 102,
  'code-invalid': 103,
  'not-supported': 200,
  'not-found': 204,
  login: 204,
  security: 204,
  forbidden: 204,
  duplicate: 205,
  conflict: 206,
  informational: 0,
};

/** A place of the message, `OBX[2]-5`; a FHIRPath is not one, and goes into the sentence. */
const isPlace = (expression: string | undefined): boolean =>
  /^[A-Z][A-Z0-9]{2}(\[\d+\])?(-|$)/.test(expression ?? '');

function codeOf(issue: Issue): ErrorCode {
  if (issue.code === 'not-supported' && issue.expression?.startsWith('MSH-12')) return 203;
  return codes[issue.code] ?? 207;
}

const severities = { fatal: 'E', error: 'E', warning: 'W', information: 'I' } as const;

function problemOf(issue: Issue): Problem {
  const { expression, diagnostics } = issue;
  const place = issue.code === 'not-supported' && expression === undefined ? 'MSH-9' : expression;
  const text = isPlace(place) || place === undefined ? diagnostics : `${place}: ${diagnostics}`;
  return {
    severity: severities[issue.severity],
    code: issue.severity === 'information' ? 0 : codeOf(issue),
    ...(place !== undefined && isPlace(place) ? { location: place } : {}),
    text,
  };
}

const reasons: Record<Extract<Receipt, { state: 'waiting' }>['reason'], string> = {
  'no-nam': 'no NAM was sent',
  'nam-invalid': 'the NAM is not valid',
  'nam-unknown': 'nobody in the register bears that NAM',
  'demographics-differ': 'name or birth date differ from the register',
  'several-matches': 'several people match',
};

function waiting(reason: keyof typeof reasons, issues: readonly Issue[]): Verdict {
  const text = `Kept, waiting for identification: ${reasons[reason]}.`;
  const told: Problem = { severity: 'I', code: 0, location: 'PID-3', text };
  return { code: 'AA', text, problems: [told, ...issues.map(problemOf)] };
}

/** The message as such is not for us (AR), or its content cannot be used (AE): table 0008. */
const isRejection = ({ code, expression }: Issue): boolean =>
  code === 'not-supported' || (code === 'structure' && /^MSH/.test(expression ?? ''));

function unusable(issues: readonly Issue[]): Verdict {
  const errors = issues.filter(({ severity }) => severity === 'error' || severity === 'fatal');
  const problems = issues.map(problemOf);
  return errors.some(isRejection)
    ? { code: 'AR', text: 'Rejected', problems }
    : { code: 'AE', text: 'Kept, but it cannot be used: mend it and send it again', problems };
}

/**
 * The acknowledgment that is true of a receipt: AA only for what is durably stored or waits; AE for content that
 * cannot be used; AR for a message that is not for us, or a sender who may not.
 */
export function verdictOf(receipt: Receipt): Verdict {
  if (receipt.state === 'stored') return { code: 'AA', problems: receipt.issues.map(problemOf) };
  if (receipt.state === 'waiting') return waiting(receipt.reason, receipt.issues);
  if (receipt.state === 'unusable') return unusable(receipt.issues);
  return { code: 'AR', text: 'Refused', problems: receipt.issues.map(problemOf) };
}

/** Our own trouble: nothing is promised; sent again, the message is known by its key and is kept once. */
export const trouble: Verdict = {
  code: 'AE',
  text: 'Not confirmed: keep it and send it again',
  problems: [
    { severity: 'E', code: 207, text: 'The record is not available: keep the message and send it again.' },
  ],
};

/** Nothing of it was kept: its sender may not send. */
export const refusedSender = ({ message }: Error): Verdict => ({
  code: 'AR',
  text: 'Rejected',
  problems: [{ severity: 'E', code: 204, location: 'MSH-3', text: message }],
});

/** Not taken, for others of the same sender are before it. */
export const tooFast: Verdict = {
  code: 'AE',
  text: 'Not taken: keep it and send it again',
  problems: [
    {
      severity: 'E',
      code: 207,
      text: 'Messages come faster than they may: send fewer a second, and this one again.',
    },
  ],
};

const weight: Record<AcknowledgmentCode, number> = { AA: 0, AE: 1, AR: 2 };

/** One answer for a message that was several deposits: the worst of theirs, and all that is to be told. */
export function together(verdicts: readonly Verdict[]): Verdict {
  const sorted = verdicts.toSorted((a, b) => weight[b.code] - weight[a.code]);
  const worst = sorted.find(({ code, text }) => code !== 'AA' || text !== undefined) ?? sorted[0];
  return { ...(worst ?? trouble), problems: verdicts.flatMap(({ problems }) => problems) };
}
