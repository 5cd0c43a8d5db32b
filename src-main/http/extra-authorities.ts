import { readFileSync } from 'node:fs';
import { readCertificates } from './certificates.ts';

/** The contents of the certificate file that the environment names. */
export interface ExtraAuthorities {
  file: string;
  /** In PEM. */
  certificates: string[];
  /** `unreadable`: the file. `broken`: some or all certificates in it, which are skipped. */
  problem?: 'unreadable' | 'broken';
  cause?: unknown;
}

let found: { extra: ExtraAuthorities | undefined } | undefined;

/**
 * The certificates that the environment names, read once, as Node does: `NODE_EXTRA_CA_CERTS`, else
 * `KEYFOB_EXTRA_CA_CERTS`. If the fuse for `NODE_OPTIONS` is off, as in the packaged app, Electron removes the first
 * variable before any code of the app runs (electron/electron, shell/common/node_bindings.cc), but not the second.
 */
export function extraAuthorities(): ExtraAuthorities | undefined {
  found ??= { extra: readExtra(process.env.NODE_EXTRA_CA_CERTS || process.env.KEYFOB_EXTRA_CA_CERTS) };
  return found.extra;
}

function readExtra(file: string | undefined): ExtraAuthorities | undefined {
  if (!file) return undefined;
  try {
    const { certificates, broken } = readCertificates(readFileSync(file));
    return { file, certificates: certificates.map(String), ...(broken > 0 && { problem: 'broken' }) };
  } catch (cause) {
    return { file, certificates: [], problem: 'unreadable', cause };
  }
}
