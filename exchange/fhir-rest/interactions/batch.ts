import { formatBundle } from '../bundle.ts';
import { performEntry, type RequestEntry, toResponseEntry } from '../bundle-entry.ts';
import { errorAnswer } from '../error-answer.ts';
import type { Answer, Exchange } from '../exchange.ts';
import { fhirError } from '../fhir-error.ts';

const most = 1_000;

/**
 * R4 3.1.0.11.1: each entry as if it had come alone, in order; one that fails does not touch the others.
 * @param unexpected told about errors that nobody foresaw.
 */
export async function batch(
  exchange: Exchange,
  entries: readonly RequestEntry[],
  unexpected: (problem: unknown) => void,
): Promise<Answer> {
  if (entries.length > most)
    throw fhirError(413, 'too-long', `More than ${most} entries in a batch; send it in parts.`);
  const answers: Answer[] = [];
  for (const entry of entries)
    answers.push(
      await performEntry(exchange, entry ?? {}).catch((problem: unknown) => errorAnswer(problem, unexpected)),
    );
  const body = formatBundle({ type: 'batch-response', entries: answers.map(toResponseEntry) });
  return { status: 200, headers: {}, body };
}
