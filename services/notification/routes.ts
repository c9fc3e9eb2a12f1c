import { denied, tell } from '@continuum/door';
import { createThrottle } from '@continuum/registries-credential';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { confirmAddress, keepAddress, keepHolder } from './address.ts';
import { addressWays, channels } from './channel.ts';
import { type Choice, keepChoice } from './choice.ts';
import { type CodeLimits, type NotChosen, readChoice } from './choose.ts';
import type { NotificationDeps } from './deps.ts';
import { holderOf, type NotificationRoutesDeps, object, params, patientOf } from './notice-door.ts';
import { readState } from './notice-state.ts';
import type { ConfirmationInput, NoticeInput } from './notice-view.ts';
import { deviceRoutes } from './push/device-routes.ts';

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
const ways = { type: 'array', items: { type: 'string', enum: channels }, uniqueItems: true };
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
  confirm: {
    params,
    body: object(
      {
        code,
        channel: { type: 'string', enum: addressWays },
      },
      ['code'],
    ),
  },
};

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
 * `POST /:patient/confirmation` (`ConfirmationInput`) confirms it (422 by another code). Browsers: `deviceRoutes`.
 */
export function routes(deps: NotificationRoutesDeps): FastifyPluginAsync {
  const { pool, journal, wake, available, prefixes } = deps;
  const clock = deps.clock ?? (() => new Date());
  const choosing = { pool, available, prefixes, codes: limitsOf(pool, clock) };

  async function read(request: FastifyRequest, reply: FastifyReply) {
    const holder = await holderOf(deps, request);
    if ('outcome' in holder) return denied(reply, holder);
    return readState(deps, holder.id, patientOf(request), clock());
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
    return readState(deps, holder.id, usager, now);
  }

  async function confirm(request: FastifyRequest, reply: FastifyReply) {
    const holder = await holderOf(deps, request);
    if ('outcome' in holder) return denied(reply, holder);
    const { code, channel: by = 'email' } = request.body as ConfirmationInput;
    const { actor, origin, purpose } = request;
    // Before the commit: no address is confirmed, and no try is counted, without its line.
    const confirmed = await pool.transaction(async tx => {
      const done = await confirmAddress(tx, by, holder.id, code, clock());
      const outcome = done ? 'success' : 'denied';
      await journal({ action: 'notice-confirm', outcome, actor, origin, purpose, about: by });
      return done;
    });
    if (!confirmed)
      return tell(
        ...([reply, 422, 'value'] as const),
        'code: not the last code that was sent, or it serves no more. Have another sent.',
      );
    return readState(deps, holder.id, patientOf(request), clock());
  }

  return async app => {
    app.addHook('onSend', async (_, reply) => {
      reply.header('Cache-Control', 'no-store');
    });
    app.get('/:patient', { schema: schemas.read }, read);
    app.put('/:patient', { schema: schemas.choose }, choose);
    app.post('/:patient/confirmation', { schema: schemas.confirm }, confirm);
    await app.register(deviceRoutes(deps));
  };
}
