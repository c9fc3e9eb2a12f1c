import type { Pool } from '@continuum/record-database';
import type { Throttle } from '@continuum/registries-credential';
import { addressOf, type Holder, needsCode } from './address.ts';
import { type AddressWay, addressWays, type Channel } from './channel.ts';
import { type Choice, choiceOf, waysOf } from './choice.ts';
import type { NoticeInput } from './notice-view.ts';
import { devicesOf } from './push/device.ts';
import { toMobile } from './sms/mobile-number.ts';

/** What is made of what a person sends. */
export interface Chosen {
  choice: Choice;
  /** Addresses that a code is sent to. */
  toConfirm: { channel: AddressWay; address: string }[];
}

/** Why it is not taken: a status, a code of OperationOutcome, and a sentence that names the field and the mend. */
export interface NotChosen {
  status: number;
  code: string;
  diagnostics: string;
  retryAfterSeconds?: number;
}

export interface ChoosingDeps {
  pool: Pool;
  available: readonly Channel[];
  /** What mobile numbers may begin with. */
  prefixes: readonly string[];
  /** How many codes may still be sent. */
  codes: CodeLimits;
}

/** Each counts a code before it is sent: so many for an account, and for SMS, that cost, for a number whoever asks. */
export interface CodeLimits {
  emailsOfAccount: Throttle;
  smsOfAccount: Throttle;
  smsToNumber: Throttle;
}

const not = (status: number, code: string, diagnostics: string): NotChosen => ({
  ...{ status, code, diagnostics },
});

const closed: Readonly<Record<Channel, string>> = {
  email: 'No e-mail leaves from here: notices by e-mail cannot be chosen.',
  sms: 'No text message leaves from here: notices by SMS cannot be chosen.',
  push: 'Nothing is pushed to browsers from here: notices in them cannot be chosen.',
};
const missing: Readonly<Record<Channel, string>> = {
  email: 'email: give the address that notices are sent to.',
  sms: 'mobile: give the number that text messages are sent to.',
  push: 'channels: turn notices on in a browser first, then choose them.',
};
const wrongMobile = {
  shape:
    'mobile: not a number of a mobile phone; give it with its area code, as 514 555-0199, or as +1 514 555-0199.',
  elsewhere:
    'mobile: no text message leaves from here for that country; give a number of Canada or the United States, or choose e-mail.',
};

type Given = Partial<Record<AddressWay, string>>;

/** The addresses that are given, as they are kept; none where no message leaves for it. */
function givenOf({ email, mobile }: NoticeInput, { available, prefixes }: ChoosingDeps): Given | NotChosen {
  if (email !== undefined && !available.includes('email')) return not(503, 'transient', closed.email);
  const given = email === undefined ? {} : { email };
  if (mobile === undefined) return given;
  if (!available.includes('sms')) return not(503, 'transient', closed.sms);
  const number = toMobile(mobile, prefixes);
  if ('problem' in number) return not(422, 'value', wrongMobile[number.problem]);
  return { ...given, sms: number.mobile };
}

function wayProblem(
  choice: Choice,
  has: (way: Channel) => boolean,
  available: readonly Channel[],
): NotChosen | undefined {
  if (choice.frequency !== 'off' && choice.channels.length === 0)
    return not(409, 'required', 'channels: choose a way to be told, or off.');
  for (const way of waysOf(choice)) {
    if (!available.includes(way)) return not(503, 'transient', closed[way]);
    if (!has(way)) return not(409, 'required', missing[way]);
  }
  return undefined;
}

/** Counts a code that is to be sent; the wait, when there were too many. */
async function takeCode(
  { emailsOfAccount, smsOfAccount, smsToNumber }: CodeLimits,
  holder: string,
  channel: AddressWay,
  address: string,
): Promise<NotChosen | undefined> {
  const takes =
    channel === 'email'
      ? [[emailsOfAccount, `notice|${holder}`] as const]
      : [[smsOfAccount, `notice-sms|${holder}`] as const, [smsToNumber, `notice-sms-to|${address}`] as const];
  for (const [throttle, subject] of takes) {
    const take = await throttle.take(subject);
    if (take.permitted) continue;
    const diagnostics =
      channel === 'email'
        ? 'Too many codes were sent: try again in an hour.'
        : 'mobile: too many codes were sent by text message: try again tomorrow, or choose e-mail.';
    return { ...not(429, 'throttled', diagnostics), retryAfterSeconds: take.retryAfterSeconds };
  }
  return undefined;
}

/**
 * What a person chooses about a record, over what they chose before: nothing is written, but codes that are to be sent are
 * counted. Who stops notices is sent no code, whatever became of the addresses that they gave before.
 */
export async function readChoice(
  deps: ChoosingDeps,
  holder: Holder,
  usager: string,
  input: NoticeInput,
): Promise<Chosen | NotChosen> {
  const { pool, available, codes } = deps;
  const [kept, devices, ...addresses] = await Promise.all([
    choiceOf(pool, holder.id, usager),
    devicesOf(pool, holder.id),
    ...addressWays.map(channel => addressOf(pool, channel, holder.id)),
  ]);
  const was = new Map(addressWays.map((channel, at) => [channel, addresses[at]]));
  const given = givenOf(input, deps);
  if ('status' in given) return given as NotChosen;
  const choice: Choice = {
    frequency: input.frequency,
    channels: input.channels ?? kept?.channels ?? ['email'],
    requests: input.requests ?? kept?.requests ?? [],
  };
  const has = (way: Channel) =>
    way === 'push' ? devices.length > 0 : given[way] !== undefined || was.get(way) !== undefined;
  const problem = wayProblem(choice, has, available);
  if (problem) return problem;
  const stops = waysOf(choice).length === 0 && kept !== undefined && waysOf(kept).length > 0;
  const toConfirm: Chosen['toConfirm'] = [];
  for (const channel of addressWays) {
    const address = given[channel];
    const before = was.get(channel);
    if (address === undefined || !needsCode(before, address) || (stops && before?.address === address))
      continue;
    const tooMany = await takeCode(codes, holder.id, channel, address);
    if (tooMany) return tooMany;
    toConfirm.push({ channel, address });
  }
  return { choice, toConfirm };
}
