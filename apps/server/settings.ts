import { isIP } from 'node:net';

/** One setting that is wrong or missing: one line naming it and the mend; the process exits with 2. */
export class BadSetting extends Error {
  constructor(name: string, mend: string) {
    super(`${name}: ${mend}`);
    this.name = 'BadSetting';
  }
}

interface Setting<T> {
  name: string;
  /** As a person reads it in the reference page. */
  fallback: string;
  meaning: string;
  parse(value: string | undefined): T;
}

type Environment = Readonly<Record<string, string | undefined>>;

function port(name: string, fallback: number, meaning: string): Setting<number> {
  return {
    name,
    fallback: String(fallback),
    meaning,
    parse(value) {
      if (value === undefined || value === '') return fallback;
      const number = Number(value);
      if (Number.isInteger(number) && number >= 1 && number <= 65535) return number;
      throw new BadSetting(name, `"${value}" is not a port; give a whole number from 1 to 65535.`);
    },
  };
}

function text<T extends string | undefined>(
  name: string,
  fallback: T,
  shown: string,
  meaning: string,
): Setting<string | T> {
  return {
    name,
    fallback: shown,
    meaning,
    parse: value => (value === undefined || value === '' ? fallback : value),
  };
}

function address(
  name: string,
  shown: string,
  meaning: string,
  schemes: readonly string[],
): Setting<string | undefined> {
  return {
    name,
    fallback: shown,
    meaning,
    parse(value) {
      if (value === undefined || value === '') return undefined;
      if (URL.canParse(value) && schemes.includes(new URL(value).protocol)) return value;
      throw new BadSetting(
        name,
        `"${value}" is not an address; give one that begins with ${schemes.join(' or ')}//.`,
      );
    },
  };
}

const demonstration: Setting<boolean> = {
  name: 'CONTINUUM_DEMO',
  fallback: '1',
  meaning:
    '0: no demonstration data, identities, shortcuts or outbox; the process refuses to start with missing secrets rather than invent them.',
  parse(value) {
    if (value === undefined || value === '' || value === '1') return true;
    if (value === '0') return false;
    throw new BadSetting('CONTINUUM_DEMO', `"${value}" is neither 1 (demonstration) nor 0.`);
  },
};

function whole(name: string, fallback: number, most: number, meaning: string): Setting<number> {
  return {
    name,
    fallback: String(fallback),
    meaning,
    parse(value) {
      if (value === undefined || value === '') return fallback;
      const number = Number(value);
      if (Number.isInteger(number) && number >= 1 && number <= most) return number;
      throw new BadSetting(name, `"${value}" cannot be used; give a whole number from 1 to ${most}.`);
    },
  };
}

const rate = (name: string, fallback: number, meaning: string): Setting<number> =>
  whole(name, fallback, 100_000_000, `${meaning} Beyond, 429.`);

/** An address, or a network by its prefix. */
function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

/** Every setting of the server, once. The reference page `docs/settings.md` is generated from it. */
export const settingsTable = {
  port: port('PORT', 8080, 'Plain HTTP on 127.0.0.1 (behind a TLS proxy, or for the demonstration).'),
  tlsPort: port(
    'TLS_PORT',
    8443,
    'HTTPS with optional client certificates (mutual TLS). In the demonstration, a free port when it is not set and 8443 is taken.',
  ),
  tlsHost: text(
    'TLS_HOST',
    '127.0.0.1',
    '127.0.0.1',
    'The address on which TLS is listened for, HTTPS and MLLP; `0.0.0.0` for all of them.',
  ),
  tlsCert: text(
    'TLS_CERT',
    undefined,
    'issued by the platform’s authority in the demonstration',
    'File of the server’s certificate and its chain, PEM. Read again when it changes.',
  ),
  tlsKey: text(
    'TLS_KEY',
    undefined,
    'made in the demonstration',
    'File of that certificate’s private key, PEM, without a passphrase.',
  ),
  tlsClientCrl: text(
    'TLS_CLIENT_CRL',
    undefined,
    'none; required with `TLS_CLIENT_CA` outside the demonstration',
    'File with the revocation lists of those authorities, PEM (several) or DER (one), that who operates the platform renews: read again when it changes, without a restart. A certificate whose authority has no list there that is in force is refused.',
  ),
  tlsClientCa: text(
    'TLS_CLIENT_CA',
    undefined,
    'none',
    'File of further authorities, PEM, whose certificates systems may present, each with those above it up to its root; the platform’s own is always among them.',
  ),
  mllpPort: port('MLLP_PORT', 2575, 'HL7 v2 over MLLP, on 127.0.0.1; over TLS, on TLS_HOST.'),
  mllpTls: {
    name: 'MLLP_TLS',
    fallback: '0 in the demonstration, else 1',
    meaning:
      '1: MLLP over TLS alone; the sender’s certificate must be that of the system of MSH-3 and MSH-4. Outside the demonstration it cannot be 0.',
    parse(value) {
      if (value === undefined || value === '') return undefined;
      if (value === '0' || value === '1') return value === '1';
      throw new BadSetting('MLLP_TLS', `"${value}" is neither 1 (over TLS) nor 0.`);
    },
  } satisfies Setting<boolean | undefined>,
  databaseUrl: address(
    'DATABASE_URL',
    'embedded',
    'An external PostgreSQL 15 or later, as a role that may create roles and schemas.',
    ['postgres:', 'postgresql:'],
  ),
  data: text(
    'CONTINUUM_DATA',
    '.continuum',
    '.continuum',
    'Everything the embedded mode writes: database, keys, originals (under root the database may live where its own user can reach it).',
  ),
  demonstration,
  dicomwebUrl: address('DICOMWEB_URL', 'local Orthanc if present', 'The imaging archive.', [
    'http:',
    'https:',
  ]),
  publicUrl: address('PUBLIC_URL', 'http://localhost:<PORT>', 'Issuer of tokens, and links.', [
    'http:',
    'https:',
  ]),
  people: {
    name: 'CONTINUUM_DEMO_PEOPLE',
    fallback: '500',
    meaning: 'How many synthetic people the demonstration loads on first run.',
    parse(value) {
      if (value === undefined || value === '') return 500;
      if (/^[1-9]\d{0,6}$/.test(value)) return Number(value);
      throw new BadSetting('CONTINUUM_DEMO_PEOPLE', `"${value}" is not a number of people; give 1 or more.`);
    },
  } satisfies Setting<number>,
  caPassphrase: {
    name: 'CONTINUUM_CA_PASSPHRASE',
    fallback: 'made in the demonstration',
    meaning:
      'What closes the private keys of the certificate authority in `$CONTINUUM_DATA/pki`; required outside the demonstration, unless they are in a token.',
    parse(value) {
      if (value === undefined || value === '') return undefined;
      if (value.length >= 16) return value;
      throw new BadSetting('CONTINUUM_CA_PASSPHRASE', 'it is short; give 16 characters or more.');
    },
  } satisfies Setting<string | undefined>,
  pkcs11Module: text(
    'CONTINUUM_PKCS11_MODULE',
    undefined,
    'none',
    'Path of a PKCS#11 module, `/usr/lib/softhsm/libsofthsm2.so`: the certificate authority’s keys are made in its token and stay there.',
  ),
  pkcs11Token: text('CONTINUUM_PKCS11_TOKEN', undefined, 'none', 'Label of the token in that module.'),
  pkcs11Pin: text('CONTINUUM_PKCS11_PIN', undefined, 'none', 'PIN of that token’s user.'),
  accessReviewMonths: whole(
    'ACCESS_REVIEW_MONTHS',
    12,
    120,
    'Months after which an access authorization is reviewed again by who manages it (à valider).',
  ),
  overrideMinutes: whole(
    'OVERRIDE_MINUTES',
    20,
    120,
    'How long a provider’s override of a restriction lasts (à valider).',
  ),
  bulkHours: whole('BULK_EXPORT_HOURS', 24, 24 * 30, 'How long a bulk export may be fetched.'),
  bulkPerClient: whole(
    'BULK_EXPORTS_PER_CLIENT',
    2,
    100,
    'Unfinished bulk exports that one client may have; beyond, 429.',
  ),
  readSeconds: {
    name: 'DATABASE_READ_SECONDS',
    fallback: '30',
    meaning:
      'The longest one read of the record may take in the database; then it is cancelled, and the answer is 504 and says what to narrow.',
    parse(value) {
      if (value === undefined || value === '') return 30;
      if (/^[1-9]\d{0,3}$/.test(value)) return Number(value);
      throw new BadSetting('DATABASE_READ_SECONDS', `"${value}" is not a number of seconds; give 1 to 9999.`);
    },
  } satisfies Setting<number>,
  subscriptionHosts: {
    name: 'SUBSCRIPTION_HOSTS',
    fallback: 'none',
    meaning:
      'Names of hosts, separated by commas, that notifications may be sent to although their address is of a private network.',
    parse(value) {
      const hosts = (value ?? '').split(',').map(host => host.trim().toLowerCase());
      const named = hosts.filter(host => host !== '');
      const wrong = named.find(host => !/^[a-z0-9.:-]+$/.test(host));
      if (wrong === undefined) return named;
      throw new BadSetting(
        'SUBSCRIPTION_HOSTS',
        `"${wrong}" is not the name of a host; give names, without https://.`,
      );
    },
  } satisfies Setting<string[]>,
  rateSystem: rate(
    'RATE_SYSTEM',
    600_000,
    'Requests a minute that one system may send, at every door together; over MLLP, messages, a sixtieth of it each second.',
  ),
  rateClinician: rate(
    'RATE_CLINICIAN',
    6000,
    'Requests a minute of one person who works, in the screens; as many again in each application that acts for them.',
  ),
  rateCitizen: rate('RATE_CITIZEN', 1200, 'Requests a minute of one citizen, likewise.'),
  rateUnknown: rate(
    'RATE_UNKNOWN',
    600,
    'Requests a minute that nobody known sends from one address (IPv6: one /64), at each door: signing in, asking for tokens, OCSP.',
  ),
  rateNames: rate(
    'RATE_NAMES',
    20,
    'Names that may be tried in vain in an hour from one address (IPv6: one /64), with a password or a PIN; whoever signed in from there lately goes on.',
  ),
  ratePage: rate(
    'RATE_PAGE',
    12_000,
    'The same for pages and files of the screens, and what watches the server: many people may share one address.',
  ),
  productAttestation: {
    name: 'PRODUCT_ATTESTATION',
    fallback: '`told`',
    meaning:
      '`required`: a partner’s system connects only while the version of its product that is registered (`npx continuum partner version`) is attested; one that is not, or no longer, is refused from its next request on. `told`: it connects, and the journal and the console say so.',
    parse(value) {
      if (value === undefined || value === '' || value === 'told') return 'told';
      if (value === 'required') return 'required';
      throw new BadSetting('PRODUCT_ATTESTATION', `"${value}" cannot be used; give told or required.`);
    },
  } satisfies Setting<'told' | 'required'>,
  surveillanceAnswerDays: whole(
    'SURVEILLANCE_ANSWER_DAYS',
    30,
    365,
    'Days within which a person who does not recognize an access is answered (à valider).',
  ),
  trustedProxies: {
    name: 'TRUSTED_PROXIES',
    fallback: 'none',
    meaning:
      'Addresses or networks, separated by commas, of the proxies before this server: only what they say of a caller’s address (`X-Forwarded-For`) is believed. Without it, a proxy’s address is everybody’s.',
    parse(value) {
      const named = (value ?? '')
        .split(',')
        .map(it => it.trim())
        .filter(it => it !== '');
      const wrong = named.find(it => !isNetwork(it));
      if (wrong === undefined) return named;
      throw new BadSetting(
        'TRUSTED_PROXIES',
        `"${wrong}" is no address; give addresses such as 10.0.0.4, or networks such as 10.0.0.0/24.`,
      );
    },
  } satisfies Setting<string[]>,
  usualNetworks: {
    name: 'USUAL_NETWORKS',
    fallback: '`127.0.0.0/8, ::1` in the demonstration, else none',
    meaning:
      'Networks, separated by commas, that are usual places of practice for everybody: an establishment’s, the health network’s. From elsewhere than these and those that an organization registers, the record opens to declared devices alone. `none` for none.',
    parse(value) {
      if (value === undefined || value === '') return undefined;
      if (value.trim() === 'none') return [];
      const named = value.split(',').map(it => it.trim());
      const wrong = named.find(it => !isNetwork(it));
      if (wrong === undefined) return named;
      throw new BadSetting(
        'USUAL_NETWORKS',
        `"${wrong}" is no network; give networks such as 10.0.0.0/8, or none.`,
      );
    },
  } satisfies Setting<string[] | undefined>,
  supportPhone: text(
    'SUPPORT_PHONE',
    '1 877 826-2433',
    '1 877 826-2433',
    'Telephone of the service centre, as intervenants read it in « Mon accès » (default: Aide-mémoire Introduction DSQ).',
  ),
  supportEmail: text(
    'SUPPORT_EMAIL',
    '00_dsq_centre_de_services@ssss.gouv.qc.ca',
    '00_dsq_centre_de_services@ssss.gouv.qc.ca',
    'E-mail of the service centre.',
  ),
  supportKeysPhone: text(
    'SUPPORT_KEYS_PHONE',
    '1 844 362-0009',
    '1 844 362-0009',
    'Telephone of those who help with keys (service of tele-verification).',
  ),
  supportKeysEmail: text(
    'SUPPORT_KEYS_EMAIL',
    'ServiceTVI@ssss.gouv.qc.ca',
    'ServiceTVI@ssss.gouv.qc.ca',
    'E-mail of those who help with keys.',
  ),
  smtpUrl: address(
    'SMTP_URL',
    'outbox at /demo/outbox in the demonstration, else none',
    'Where e-mail is handed to: `smtps://user:password@host`, or `smtp://…`, which outside the demonstration must become TLS. Without it, notices wait.',
    ['smtp:', 'smtps:'],
  ),
  mailFrom: text(
    'MAIL_FROM',
    undefined,
    '`continuum@` and the host of PUBLIC_URL',
    'The address that e-mail comes from.',
  ),
  smppUrl: address(
    'SMPP_URL',
    'outbox at /demo/outbox in the demonstration, else none',
    'The SMSC that text messages are handed to, by SMPP 3.4: `ssmpp://system_id:password@host:3550`, over TLS; `smpp://…` outside the demonstration only to this machine, where a tunnel begins. Its default alphabet is to be GSM 03.38. Without it, notices by SMS are not offered.',
    ['smpp:', 'ssmpp:'],
  ),
  smppPasswordFile: text(
    'SMPP_PASSWORD_FILE',
    undefined,
    'none',
    'File with the password of that account, in place of the one in SMPP_URL.',
  ),
  smppCa: text(
    'SMPP_CA',
    undefined,
    'those that Node trusts',
    'File of the authorities, PEM, that the SMSC’s certificate is checked by.',
  ),
  smppSource: {
    name: 'SMPP_SOURCE',
    fallback: 'the SMSC’s own',
    meaning:
      'What text messages come from: a number (`+15145550100`), a short code (`12345`), or a name of 11 letters and digits at most.',
    parse(value) {
      const source = value ?? '';
      if (source === '' || /^(\+?[0-9]{3,15}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/.test(source)) return source;
      throw new BadSetting(
        'SMPP_SOURCE',
        `"${source}" is no source; give a number such as +15145550100, a short code, or a name of 11 letters.`,
      );
    },
  } satisfies Setting<string>,
  smsPrefixes: {
    name: 'SMS_PREFIXES',
    fallback: '+1',
    meaning:
      'What the numbers of persons may begin with, separated by commas. `+1` is Canada and the United States; other countries, those that share +1 too, need their own: `+33, +1876`. Each opens a country to whoever would have codes sent there at your cost.',
    parse(value) {
      const named = (value || '+1').split(',').map(it => it.trim());
      const wrong = named.find(it => !/^\+[1-9]\d{0,6}$/.test(it));
      if (wrong === undefined) return named;
      throw new BadSetting('SMS_PREFIXES', `"${wrong}" is no prefix; give +1, or others such as +33.`);
    },
  } satisfies Setting<string[]>,
  sequenceSeconds: whole(
    'JOURNAL_SEQUENCE_SECONDS',
    5,
    60,
    'How often what the journal holds is numbered into its signed tree: until then, nothing proves an entry ([why](journal.md)).',
  ),
  pushServices: {
    name: 'PUSH_SERVICES',
    fallback: 'none in the demonstration, else those of Chrome, Firefox, Safari and Edge',
    meaning:
      'Hosts of the push services that notifications in browsers (Web Push, RFC 8030) are handed to, separated by commas, `*.example.org` for what is under it; `none` for none. A host that is named here may have an address of a private network.',
    parse(value) {
      if (value === undefined || value === '') return undefined;
      if (value.trim() === 'none') return [];
      const named = value.split(',').map(it => it.trim().toLowerCase());
      const wrong = named.find(it => !/^(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/.test(it));
      if (wrong === undefined) return named;
      throw new BadSetting(
        'PUSH_SERVICES',
        `"${wrong}" is not the name of a host; give names, without https://, or none.`,
      );
    },
  } satisfies Setting<string[] | undefined>,
  journalHeadsUrl: address(
    'JOURNAL_HEADS_URL',
    'none',
    'Takes, by POST, the newest signed head of the journal, once a minute when there is a newer one ([why](journal.md)).',
    ['http:', 'https:'],
  ),
  logLevel: {
    name: 'LOG_LEVEL',
    fallback: 'warn',
    meaning: 'What the log says on standard error: trace, debug, info, warn, error, fatal or silent.',
    parse(value) {
      const level = value || 'warn';
      if (/^(trace|debug|info|warn|error|fatal|silent)$/.test(level)) return level;
      throw new BadSetting(
        'LOG_LEVEL',
        `"${level}" is not a level; give trace, debug, info, warn, error, fatal or silent.`,
      );
    },
  } satisfies Setting<string>,
} as const;

export type Settings = {
  [K in keyof typeof settingsTable]: ReturnType<(typeof settingsTable)[K]['parse']>;
} & {
  usualNetworks: readonly string[];
  publicUrl: string;
  mllpTls: boolean;
  /** How the TLS listener is reached: `https://<host of PUBLIC_URL>:<TLS_PORT>`. */
  tlsUrl: string;
  /** Whether TLS_PORT was set. */
  tlsPortChosen: boolean;
};

/**
 * Reads the settings from the environment.
 * @throws BadSetting naming the setting and the mend
 */
export function readSettings(environment: Environment): Settings {
  const entries = Object.entries(settingsTable).map(([key, setting]) => [
    key,
    setting.parse(environment[setting.name]),
  ]);
  const settings = Object.fromEntries(entries) as Settings;
  const publicUrl = (settings.publicUrl ?? `http://localhost:${settings.port}`).replace(/\/+$/, '');
  const mllpTls = settings.mllpTls ?? !settings.demonstration;
  if (!mllpTls && !settings.demonstration)
    throw new BadSetting('MLLP_TLS', 'plain MLLP is for the demonstration; leave it out, or give 1.');
  const tlsPortChosen = (environment.TLS_PORT ?? '') !== '';
  const usualNetworks = settings.usualNetworks ?? (settings.demonstration ? ['127.0.0.0/8', '::1'] : []);
  return withTlsPort({ ...settings, publicUrl, mllpTls, tlsPortChosen, usualNetworks }, settings.tlsPort);
}

/** The same settings with TLS on that port. */
export function withTlsPort(settings: Omit<Settings, 'tlsUrl'>, tlsPort: number): Settings {
  const { hostname } = new URL(settings.publicUrl);
  return { ...settings, tlsPort, tlsUrl: new URL(`https://${hostname}:${tlsPort}`).origin };
}

/** The reference page of the settings, in Markdown. */
export function settingsPage(): string {
  const rows = Object.values(settingsTable).map(
    ({ name, fallback, meaning }) => `| \`${name}\` | ${fallback} | ${meaning} |`,
  );
  return [
    '# Settings',
    '',
    'Read from the environment. This page is generated from `apps/server/settings.ts`.',
    '',
    '| name | default | meaning |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
