import { evidenceLimits } from './evidence.data.ts';
import { evidenceTypeOf } from './evidence-type.ts';

/** Why a file is not sent. */
export type Unfit = 'too-large' | 'not-a-document' | 'empty';

/** A file as somebody chose it, before anything is sent. */
export interface ChosenFile {
  /** Tells two of the same name apart. */
  key: string;
  file: File;
  /** Undefined: it may be sent. */
  unfit?: Unfit | undefined;
}

async function unfitOf(file: File): Promise<Unfit | undefined> {
  if (file.size === 0) return 'empty';
  if (file.size > evidenceLimits.bytes) return 'too-large';
  const beginning = new Uint8Array(await file.slice(0, 16).arrayBuffer());
  return evidenceTypeOf(beginning) === undefined ? 'not-a-document' : undefined;
}

/** Looks at what was chosen, by what it holds and never by its name: the server will too. */
export const choose = (files: readonly File[]): Promise<ChosenFile[]> =>
  Promise.all(files.map(async file => ({ key: crypto.randomUUID(), file, unfit: await unfitOf(file) })));

/** The bytes in base64, as they are sent. */
export function toBase64(file: File): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const reader = new FileReader();
  reader.onload = () => {
    const address = String(reader.result);
    resolve(address.slice(address.indexOf(',') + 1));
  };
  reader.onerror = () => reject(reader.error);
  reader.readAsDataURL(file);
  return promise;
}
