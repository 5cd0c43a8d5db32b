import { X509Certificate } from 'node:crypto';

interface Certificates {
  certificates: X509Certificate[];
  /** The number of certificates that cannot be parsed. */
  broken: number;
}

/**
 * Reads the certificates in a file: any number in PEM (RFC 7468 section 5), or one in DER. Other content is ignored.
 */
export function readCertificates(file: Uint8Array): Certificates {
  const text = Buffer.from(file).toString('latin1');
  const begun = text.split('-----BEGIN CERTIFICATE-----').length - 1;
  if (begun === 0) return counted([file], 1);
  return counted(text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [], begun);
}

function counted(encoded: (string | Uint8Array)[], expected: number): Certificates {
  const certificates = encoded.flatMap((each) => read(each) ?? []);
  return { certificates, broken: expected - certificates.length };
}

function read(encoded: string | Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(encoded);
  } catch {
    return undefined;
  }
}
