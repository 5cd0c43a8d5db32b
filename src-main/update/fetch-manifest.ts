import { Fault, isFault } from '../base/fault.ts';
import type { GuardedFetch } from '../http/guarded-fetch.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { type MinisignKey, verifyMinisign } from './minisign.ts';

/** In bytes. A manifest with a hundred files is half as large. */
const largest = { manifest: 64 * 1024, signature: 2048 };

/**
 * Fetches the manifest and its signature, which has the same address with `.minisig`, and reads what was signed. Throws
 * the faults of `verifyMinisign` and `readManifest`, `update_unavailable` if the address has no manifest,
 * `update_unsigned` if there is no signature, `update_too_large`, and the faults of the network.
 */
export async function fetchManifest(fetch: GuardedFetch, address: URL, key: MinisignKey): Promise<Manifest> {
  const bytes = await bytesAt(fetch, address, { largest: largest.manifest, absent: 'update_unavailable' });
  const signatureAddress = new URL(address);
  signatureAddress.pathname += '.minisig';
  const absent = 'update_unsigned';
  const minisig = await bytesAt(fetch, signatureAddress, { largest: largest.signature, absent });
  verifyMinisign(bytes, new TextDecoder().decode(minisig), key);
  return readManifest(bytes);
}

interface Wanted {
  largest: number;
  absent: 'update_unavailable' | 'update_unsigned';
}

async function bytesAt(fetch: GuardedFetch, address: URL, { largest, absent }: Wanted): Promise<Uint8Array> {
  const values = { host: address.host };
  try {
    // Not its JSON type: the bytes are verified as they came, before anything reads them.
    const response = await fetch(address, { headers: { accept: 'application/octet-stream' } });
    if (response.status === 404 || response.status === 410)
      throw new Fault(absent, `nothing at ${address.host}`, { values });
    if (!response.ok) throw new Fault('update_unavailable', `${address.host}: ${response.status}`, { values });
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.byteLength > largest) throw new Fault('update_too_large', `${bytes.byteLength} bytes`, { values });
    return bytes;
  } catch (cause) {
    if (isFault(cause, 'answer_too_large')) throw new Fault('update_too_large', 'over 256 kB', { values, cause });
    if (isFault(cause, 'answer_malformed')) throw new Fault('update_malformed', 'no JSON', { values, cause });
    throw cause;
  }
}
