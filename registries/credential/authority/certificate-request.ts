import { X509Certificate } from 'node:crypto';
import { Pkcs10CertificateRequest } from './x509.ts';

/**
 * The public key (SubjectPublicKeyInfo, DER) that a PKCS#10 request in PEM asks a certificate for. Its signature
 * proves that whoever made it holds the private half; of the rest nothing is believed. Undefined when it is none.
 */
export async function readCertificateRequest(pem: string): Promise<Buffer | undefined> {
  try {
    const request = new Pkcs10CertificateRequest(pem);
    return (await request.verify()) ? Buffer.from(request.publicKey.rawData) : undefined;
  } catch {
    return undefined;
  }
}

/** A certificate in PEM. */
export const toPem = ({ der }: { der: Buffer }): string => new X509Certificate(der).toString();
