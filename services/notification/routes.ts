import { denied, tell } from '@continuum/door';
import type { Denied, Gate } from '@continuum/record-gate';
import { createThrottle } from '@continuum/registries-credential';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { type Address, addressOf, confirmAddress, type Holder, keepAddress, keepHolder } from './address.ts';
import { type Channel, channels } from './channel.ts';
import { type Choice, choiceOf, keepChoice } from './choice.ts';
import { type CodeLimits, type NotChosen, readChoice } from './choose.ts';
import type { NotificationDeps } from './deps.ts';
import type { AddressState, ConfirmationInput, NoticeInput, NoticeState } from './notice-view.ts';

export type NotificationRoutesDeps = Pick<NotificationDeps, 'pool' | 'journal' | 'clock'> & {
  gate: Pick<Gate, 'open'>;
  /** The ways by which messages leave from here. */
  available: readonly Channel[];
  /** What mobile numbers may begin with. */
  prefixes: readonly string[];
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
  ...{ title: 'Courriel', titleEn: 'E-mail' },
  expects: { fr: 'une adresse de courriel, seule et sans nom', en: 'one e-mail address, without a name' },
};
const code = {
  ...{ type: 'string', pattern: '^[0-9]{6}$' },
  expects: { fr: 'les six chiffres qui ont été envoyés', en: 'the six digits that were sent' },
};
const channel = { type: 'string', enum: channels };
const ways = { type: 'array', items: channel, uniqueItems: true };
const schemas = {
  read: { params },
  choose: {
    params,
    body: object(
      {
        frequency: { type: 'string', enum: ['off', 'each', 'weekly'] },
        channels: ways,
        requests: ways,
        email,
        mobile: { type: 'string', maxLength: 40 },
        language: { type: 'string', enum: ['fr', 'en'] },
      },
      ['frequency', 'language'],
    ),
  },
  confirm: { params, body: object({ code, channel }, ['code']) },
};

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

function stateOf(known: Address | undefined, delayed: boolean, now: Date): AddressState {
  if (!known) return { state: 'none', delayed };
  const { address, confirmed, refused, codeUntil } = known;
  if (refused) return { state: 'refused', address, refused: refused.toISOString(), delayed };
  if (confirmed) return { state: 'confirmed', address, delayed };
  return { state: codeUntil && codeUntil > now ? 'to-confirm' : 'expired', address, delayed };
}

const waiting = `
  SELECT count(email) > 0 AS email, count(mobile) > 0 AS sms FROM service.notice
   WHERE holder = $1 AND sent IS NULL AND failed IS NULL AND tries > 0`;

const nothing: Choice = { frequency: 'off', channels: ['email'], requests: [] };

async function view(
  { pool, available, prefixes }: NotificationRoutesDeps,
  holder: string,
  usager: string,
  now: Date,
) {
  const [choice, mail, mobile, delayed] = await Promise.all([
    choiceOf(pool, holder, usager),
    addressOf(pool, 'email', holder),
    addressOf(pool, 'sms', holder),
    pool.query<Record<Channel, boolean>>(waiting, [holder]),
  ]);
  return {
    ...{ available: [...available], prefixes: [...prefixes], ...(choice ?? nothing) },
    email: stateOf(mail, delayed[0]!.email, now),
    sms: stateOf(mobile, delayed[0]!.sms, now),
  } satisfies NoticeState;
}

/** As the journal says it: what is told, how often and by which ways; no address. */
function sayChoice({ frequency, channels: by, requests }: Choice): string {
  const accesses = frequency === 'off' ? 'off' : `${frequency} by ${by.join(', ')}`;
  return requests.length === 0 ? accesses : `${accesses}; requests by ${requests.join(', ')}`;
}

const daySeconds = 86_400;

/** Five codes an hour by e-mail; by SMS, which costs and can be made to, five a day of an account and three a day to a number. */
const limitsOf = (pool: NotificationDeps['pool'], clock: () => Date): CodeLimits => ({
  emailsOfAccount: createThrottle(pool, clock, { tries: 5, seconds: 3600 }),
  smsOfAccount: createThrottle(pool, clock, { tries: 5, seconds: daySeconds }),
  smsToNumber: createThrottle(pool, clock, { tries: 3, seconds: daySeconds }),
});

function tellNot(
  reply: FastifyReply,
  { status, code, diagnostics, retryAfterSeconds }: NotChosen,
): FastifyReply {
  if (retryAfterSeconds !== undefined) reply.header('Retry-After', retryAfterSeconds);
  return tell(reply, status, code, diagnostics);
}

/**
 * Mounted at `/api/notification`, for the person and whoever acts for them: `GET /:patient` → `NoticeState`;
 * `PUT /:patient` (`NoticeInput`) keeps what they choose, and has a code sent to an address that is new (409 without any; 422: no
 * mobile number, or not of a country that is written to; 429 after too many; 503 by a way that nothing leaves by);
 * `POST /:patient/confirmation` (`ConfirmationInput`) confirms it (422 by another code).
 */
export function routes(deps: NotificationRoutesDeps): FastifyPluginAsync {
  const { pool, journal, wake, available, prefixes } = deps;
  const clock = deps.clock ?? (() => new Date());
  const choosing = { pool, available, prefixes, codes: limitsOf(pool, clock) };

  async function read(request: FastifyRequest, reply: FastifyReply) {
    const holder = await holderOf(deps, request);
    if ('outcome' in holder) return denied(reply, holder);
    return view(deps, holder.id, patientOf(request), clock());
  }

  async function choose(request: FastifyRequest, reply: FastifyReply) {
    const holder = await holderOf(deps, request);
    if ('outcome' in holder) return denied(reply, holder);
    const input = request.body as NoticeInput;
    const usager = patientOf(request);
    const now = clock();
    const chosen = await readChoice(choosing, holder, usager, input);
    if ('status' in chosen) return tellNot(reply, chosen);
    const { choice, toConfirm } = chosen;
    const { actor, origin, purpose } = request;
    const about = `Patient/${usager}: ${sayChoice(choice)}`;
    await journal({ action: 'notice-choose', outcome: 'success', actor, origin, purpose, about });
    await pool.transaction(async tx => {
      await keepHolder(tx, holder, input.language);
      for (const one of toConfirm) await keepAddress(tx, holder, { ...one, language: input.language }, now);
      await keepChoice(tx, holder.id, usager, choice, now);
    });
    wake();
    return view(deps, holder.id, usager, now);
  }

  async function confirm(request: FastifyRequest, reply: FastifyReply) {
    const holder = await holderOf(deps, request);
    if ('outcome' in holder) return denied(reply, holder);
    const { code, channel: by = 'email' } = request.body as ConfirmationInput;
    const confirmed = await confirmAddress(pool, by, holder.id, code, clock());
    const { actor, origin, purpose } = request;
    const outcome = confirmed ? 'success' : 'denied';
    await journal({ action: 'notice-confirm', outcome, actor, origin, purpose, about: by });
    if (!confirmed)
      return tell(
        ...([reply, 422, 'value'] as const),
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
