import { firstMatrixInForce, type MatrixInForce } from '@continuum/record-gate';
import { toOperationOutcome } from '@continuum/standards-fhir';
import { type Purpose, purposeHeader, type StatedPurpose, statePurpose } from '@continuum/trust-access';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignInEvent } from './sign-in-event.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the record is opened for: as the request states it, and as the matrix gives it. */
    purpose: Purpose;
  }
}

/** A name of a header as Node gives it; what is sent twice comes joined, and is no code. */
const stated = ({ headers }: FastifyRequest): string | undefined => {
  const value = headers[purposeHeader.toLowerCase()];
  return value === undefined ? undefined : String(value);
};

const refuse = (reply: FastifyReply, { status, text }: Extract<StatedPurpose, { ok: false }>) =>
  reply
    .code(status)
    .type('application/fhir+json')
    .send(
      JSON.stringify(
        toOperationOutcome([
          { severity: 'error', code: status === 400 ? 'value' : 'forbidden', diagnostics: text },
        ]),
      ),
    );

/**
 * Puts `purpose` on a request, once it is known who asks: the one stated by the header `Purpose-Of-Use`, or else the
 * usual one. A code that nobody knows is answered with 400; one that this caller may not use with 403, when the attempt
 * is in the journal and in the list of whom it is about.
 * @returns the answer, when that is all that the request gets
 */
export async function givePurpose(
  request: FastifyRequest,
  reply: FastifyReply,
  {
    journal,
    matrix,
  }: { journal: (event: SignInEvent) => Promise<void>; matrix?: Pick<MatrixInForce, 'current'> },
): Promise<FastifyReply | undefined> {
  const { actor, origin, method, url } = request;
  const found = statePurpose((matrix ?? firstMatrixInForce).current(), actor, stated(request));
  if (found.ok) {
    request.purpose = found.purpose;
    return undefined;
  }
  if (found.status === 403) {
    const { purpose } = found;
    const event = {
      action: 'attempt',
      outcome: 'denied',
      actor,
      origin,
      why: 'purpose-not-allowed',
    } as const;
    await journal({ ...event, purpose, asked: { method, url } });
  }
  return refuse(reply, found);
}
