import { readFileSync } from 'node:fs';
import { readCertificates } from './certificates.ts';

/** What the file has that the environment names. */
export interface ExtraAuthorities {
  file: string;
  /** In PEM. */
  certificates: string[];
  /** `unreadable`: the file. `broken`: some or all of what is in it, which is left out. */
  problem?: 'unreadable' | 'broken';
  cause?: unknown;
}

let found: { extra: ExtraAuthorities | undefined } | undefined;

/**
 * The certificates that the environment names, read once as Node does: `NODE_EXTRA_CA_CERTS`, or `KEYFOB_EXTRA_CA_CERTS`.
 * Electron takes the first out of the environment before any code of an app runs where the fuse for `NODE_OPTIONS` is off, as it
 * is in the packaged app (electron/electron, shell/common/node_bindings.cc); the second it leaves alone.
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
