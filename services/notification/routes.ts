import type { Denied, Gate } from '@continuum/record-gate';
import { createThrottle } from '@continuum/registries-credential';
import { toOperationOutcome } from '@continuum/standards-fhir';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { type Address, addressOf, confirmAddress, type Holder, keepAddress } from './address.ts';
import { choiceOf, keepChoice } from './choice.ts';
import type { NotificationDeps } from './deps.ts';
import type { NoticeInput, NoticeState } from './notice-view.ts';

export type NotificationRoutesDeps = Pick<NotificationDeps, 'pool' | 'journal' | 'clock'> & {
  gate: Pick<Gate, 'open'>;
  /** E-mail leaves from here. */
  available: boolean;
  /** There is something to send at once. */
  wake: () => void;
};

const object = (properties: Record<string, unknown>, required = Object.keys(properties)) => ({
  ...{ type: 'object', additionalProperties: false, required, properties },
});
const params = object({ patient: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' } });
/** One address, without a name nor a control character: nothing of it can become a header. */
const email = {
  type: 'string',
  maxLength: 254,
  pattern: '^[^\\s\\p{Cc}@<>,;:"()\\[\\]\\\\]+@[^\\s\\p{Cc}@<>,;:"()\\[\\]\\\\]+\\.[A-Za-z]{2,}$',
};
const schemas = {
  read: { params },
  choose: {
    params,
    body: object(
      {
        frequency: { type: 'string', enum: ['off', 'each', 'weekly'] },
        email,
        language: { type: 'string', enum: ['fr', 'en'] },
      },
      ['frequency', 'language'],
    ),
  },
  confirm: { params, body: object({ code: { type: 'string', pattern: '^[0-9]{6}$' } }) },
};

function tell(reply: FastifyReply, status: number, code: string, diagnostics: string): FastifyReply {
  return reply.code(status).send(toOperationOutcome([{ severity: 'error', code, diagnostics }]));
}

function deny(reply: FastifyReply, { decision }: Denied): FastifyReply {
  const unidentified = decision.denial === 'unidentified';
  if (unidentified) reply.header('WWW-Authenticate', 'Bearer');
  return tell(reply, unidentified ? 401 : 403, unidentified ? 'login' : 'forbidden', decision.text);
}

const patientOf = ({ params: given }: FastifyRequest): string => (given as { patient: string }).patient;

/** What a person chose is theirs, and no look at a record; whoever else asks is denied, in the list of whose record it is. */
async function holderOf({ gate }: NotificationRoutesDeps, request: FastifyRequest): Promise<Holder | Denied> {
  const { actor, purpose, origin } = request;
  const usager = patientOf(request);
  if (actor.kind === 'citizen' && !actor.application && actor.usagers?.includes(usager))
    return { id: actor.id.replace(/^Patient\//, ''), account: actor.credential.id };
  const asked = await gate.open(actor, purpose, origin).consult({
    ...{ interaction: 'notice-choice', type: 'Patient', text: `notices of Patient/${usager}` },
    ...{ domains: ['directive'], usager },
  });
  if (asked.outcome === 'denied') return asked;
  const text = 'Notices are chosen on the screen, by the person themself.';
  return { outcome: 'denied', decision: { permit: false, denial: 'usager-not-allowed', text } };
}

function stateOf(address: Address | undefined, now: Date): Pick<NoticeState, 'state' | 'email' | 'refused'> {
  if (!address) return { state: 'none' };
  const { email: known, confirmed, refused, codeUntil } = address;
  if (refused) return { state: 'refused', email: known, refused: refused.toISOString() };
  if (confirmed) return { state: 'confirmed', email: known };
  return { state: codeUntil && codeUntil > now ? 'to-confirm' : 'expired', email: known };
}

const delayed = `
  SELECT EXISTS (SELECT FROM service.notice WHERE holder = $1 AND sent IS NULL AND failed IS NULL AND tries > 0) AS delayed`;

async function view({ pool, available }: NotificationRoutesDeps, holder: string, usager: string, now: Date) {
  const [frequency, address, rows] = await Promise.all([
    choiceOf(pool, holder, usager),
    addressOf(pool, holder),
    pool.query<{ delayed: boolean }>(delayed, [holder]),
  ]);
  return { available, frequency, ...stateOf(address, now), delayed: rows[0]!.delayed } satisfies NoticeState;
}

/**
 * Mounted at `/api/notification`, for the person and whoever acts for them: `GET /:patient` → `NoticeState`;
 * `PUT /:patient {frequency, email, language}` keeps what they choose, and has a code sent to an address that is new (409 without
 * any; 429 after five in an hour; 503 where no e-mail leaves); `POST /:patient/confirmation {code}` confirms it (422 by another code).
 */
export function routes(deps: NotificationRoutesDeps): FastifyPluginAsync {
  const { pool, journal, wake } = deps;
  const clock = deps.clock ?? (() => new Date());
  const codes = createThrottle(pool, clock, { tries: 5, seconds: 3600 });

  async function read(request: FastifyRequest, reply: FastifyReply) {
    const holder = await holderOf(deps, request);
    if ('outcome' in holder) return deny(reply, holder);
    return view(deps, holder.id, patientOf(request), clock());
  }

  async function choose(request: FastifyRequest, reply: FastifyReply) {
    const holder = await holderOf(deps, request);
    if ('outcome' in holder) return deny(reply, holder);
    const { frequency, language, email: asked } = request.body as NoticeInput;
    if (!deps.available && frequency !== 'off')
      return tell(reply, 503, 'transient', 'No e-mail leaves from here: notices cannot be chosen.');
    const usager = patientOf(request);
    const now = clock();
    const was = await addressOf(pool, holder.id);
    const given = asked ?? was?.email;
    if (frequency !== 'off' && given === undefined)
      return tell(reply, 409, 'required', 'email: give the address that notices are sent to.');
    // Who stops notices is sent no code, whatever became of the address that they gave before.
    const stays = frequency === 'off' && given === was?.email;
    const sends = given !== undefined && !stays && (given !== was?.email || !was.confirmed || !!was.refused);
    const take = sends && (await codes.take(`notice|${holder.id}`));
    if (take && !take.permitted) {
      reply.header('Retry-After', take.retryAfterSeconds);
      return tell(reply, 429, 'throttled', 'Too many codes were sent: try again in an hour.');
    }
    const { actor, origin, purpose } = request;
    const about = `Patient/${usager}: ${frequency}`;
    await journal({ action: 'notice-choose', outcome: 'success', actor, origin, purpose, about });
    await pool.transaction(async tx => {
      if (given !== undefined && !stays) await keepAddress(tx, holder, { email: given, language }, now);
      if (given !== undefined) await keepChoice(tx, { holder: holder.id, usager, frequency }, now);
    });
    wake();
    return view(deps, holder.id, usager, now);
  }

  async function confirm(request: FastifyRequest, reply: FastifyReply) {
    const holder = await holderOf(deps, request);
    if ('outcome' in holder) return deny(reply, holder);
    const { code } = request.body as { code: string };
    const confirmed = await confirmAddress(pool, holder.id, code, clock());
    const { actor, origin, purpose } = request;
    const outcome = confirmed ? 'success' : 'denied';
    await journal({ action: 'notice-confirm', outcome, actor, origin, purpose });
    if (!confirmed)
      return tell(
        reply,
        422,
        'value',
        'code: not the last code that was sent, or it serves no more. Have another sent.',
      );
    return view(deps, holder.id, patientOf(request), clock());
  }

  return async app => {
    app.addHook('onSend', async (_, reply) => {
      reply.header('Cache-Control', 'no-store');
    });
    app.get('/:patient', { schema: schemas.read }, read);
    app.put('/:patient', { schema: schemas.choose }, choose);
    app.post('/:patient/confirmation', { schema: schemas.confirm }, confirm);
  };
}
