import { randomBytes } from 'node:crypto';
import { connectMllp } from '@continuum/exchange-hl7v2-mllp';
import { token } from './command-line.ts';
import { louise, morning, oruR01 } from './oru.ts';
import type { RunningServer } from './server.ts';

/** A laboratory that sends results of Louise Gagnon, and a clinic's system that looks for them. */
export interface Laboratory {
  /** Sends one of Louise's results; `AA`, `AE`, `AR`, or `gone` when the connection ended without an answer. */
  send(filler: string, options?: { noteBytes?: number }): Promise<string>;
  /** Sends a message as it is; resolves with the same. */
  sendMessage(message: string): Promise<string>;
  /** A FHIR request of the clinic's system. */
  fhir(path: string): Promise<Response>;
  /** How many reports the record holds for a filler order number. */
  reportsOf(filler: string): Promise<number>;
  nam: string;
  authorization: string;
}

const potassium = { loinc: '2823-3', name: 'Potassium', value: '4.4', unit: 'mmol/L', range: '3.5-5.0' };

/** Opens no connection by itself: each message has its own. */
export async function laboratoryOf(server: RunningServer): Promise<Laboratory> {
  const nam = server.identity('usager-demo').nam!.replaceAll(' ', '');
  const authorization = `Bearer ${await token('dme-demo', server.environment)}`;
  const fhir = (path: string) => fetch(`${server.url}/fhir/R4/${path}`, { headers: { authorization } });
  const sendMessage = async (message: string) => {
    try {
      const client = await connectMllp({ port: server.mllpPort });
      const answer = await client.send(message).finally(() => client.close());
      return /\rMSA\|(\w\w)\|/.exec(Buffer.from(answer).toString())?.[1] ?? 'gone';
    } catch {
      return 'gone';
    }
  };
  return {
    nam,
    authorization,
    fhir,
    sendMessage,
    send(filler, { noteBytes = 0 } = {}) {
      const message = oruR01(louise(nam), { ...potassium, control: filler, filler, at: morning(3) });
      const note = noteBytes > 0 ? `NTE|1||${randomBytes(noteBytes / 2).toString('hex')}\r` : '';
      return sendMessage(message + note);
    },
    async reportsOf(filler) {
      const found = await fhir(`DiagnosticReport?patient.identifier=${nam}&identifier=${filler}`);
      return (await found.json()).total;
    },
  };
}
