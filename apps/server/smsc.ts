import { readFile } from 'node:fs/promises';
import { type SendSms, smppSender } from '@continuum/services-notification';
import { BadSetting, type Settings } from './settings.ts';

type SmscOptions = Parameters<typeof smppSender>[0];

const readFileOf = (name: string, path: string, what: string): Promise<string> =>
  readFile(path, 'utf8').catch(cause => {
    throw new BadSetting(name, `${path} cannot be read (${cause.code}); give a file with ${what}.`);
  });

/** A text message and the password of who sends it go in clear over smpp: not farther than this machine, where a tunnel begins. */
const isNear = (url: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);

/**
 * The SMSC that the settings name, its secrets read from their files; undefined when they name none.
 * @throws BadSetting
 */
export async function readSmsc(settings: Settings): Promise<SmscOptions | undefined> {
  const { smppUrl: url, smppPasswordFile, smppCa, smppSource: source, demonstration } = settings;
  if (url === undefined) return undefined;
  if (new URL(url).username === '')
    throw new BadSetting('SMPP_URL', 'it names no account; give ssmpp://system_id:password@host:port.');
  if (!demonstration && url.startsWith('smpp:') && !isNear(url))
    throw new BadSetting(
      'SMPP_URL',
      'smpp:// sends messages and the password in clear; give ssmpp://, or smpp://localhost:… and a tunnel there.',
    );
  const password =
    smppPasswordFile && (await readFileOf('SMPP_PASSWORD_FILE', smppPasswordFile, 'the password')).trim();
  const ca = smppCa && (await readFileOf('SMPP_CA', smppCa, 'the authority’s certificate, PEM'));
  return { url, source, ...(password && { password }), ...(ca && { ca }) };
}

/** In the demonstration nothing leaves: what is sent is what the outbox shows. */
const toOutbox: SendSms = async () => undefined;

/** How text messages leave; undefined when nobody said where they are handed to. */
export async function smsSender(
  settings: Settings,
): Promise<(SendSms & { close?(): Promise<void> }) | undefined> {
  const options = await readSmsc(settings);
  if (options) return smppSender(options);
  return settings.demonstration ? toOutbox : undefined;
}
