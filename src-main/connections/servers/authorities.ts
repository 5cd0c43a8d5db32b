import type { X509Certificate } from 'node:crypto';
import type { AuthoritiesView, AuthorityView } from '../../../src-preload/contract.ts';
import { cleanText } from '../../base/clean-text.ts';
import { Fault } from '../../base/fault.ts';
import { readCertificates } from '../../http/certificates.ts';
import { extraAuthorities } from '../../http/extra-authorities.ts';
import { recordActivity } from '../activity.ts';
import type { Context } from '../context.ts';
import { publishServerChanged } from '../publish-server-changed.ts';
import type { Session } from '../slot.ts';

/** A number that users can still compare; companies have no more. */
const mostAtOnce = 10;
const longestName = 200;

/** A file that the user chose, and the dialog that asks whether to trust the authorities in it. */
interface Choice {
  file: Uint8Array;
  askPerson: (authorities: AuthorityView[]) => Promise<boolean>;
}

/**
 * Trusts the authorities in a file for all servers, after the user has confirmed. Returns the number of new ones, or
 * null if the user declined. Throws `authority_invalid`, `authority_too_many`, `authority_not_ca` and
 * `authority_expired`; a file is accepted as a whole or not at all.
 */
export async function addAuthorities(context: Context, session: Session, { file, askPerson }: Choice) {
  const found = readAuthorities(file, context.now());
  const { certificateAuthorities } = context.store;
  const known = new Set(certificateAuthorities.list().map(({ id }) => id));
  const added = found.filter(({ fingerprint256: id }) => !known.has(id) && known.add(id));
  if (added.length === 0) return 0;
  if (!(await askPerson(added.map(viewOf)))) return null;
  const addedAt = context.now();
  context.store.transaction(() => {
    for (const certificate of added)
      certificateAuthorities.add({ id: certificate.fingerprint256, certificate: certificate.toString(), addedAt });
  });
  settle(context, false);
  for (const certificate of added) record(context, session, 'authority_added', certificate);
  return added.length;
}

/** Removes a trusted authority. Closes open connections, which may depend on it. */
export function removeAuthority(context: Context, session: Session, fingerprint: string): void {
  const { certificateAuthorities } = context.store;
  const removed = certificateAuthorities.list().find(({ id }) => id === fingerprint);
  if (!certificateAuthorities.remove(fingerprint)) return;
  settle(context, true);
  const [certificate] = readCertificates(Buffer.from(removed?.certificate ?? '')).certificates;
  if (certificate) record(context, session, 'authority_removed', certificate);
}

export function authoritiesView({ store }: Context): AuthoritiesView {
  const extra = extraAuthorities();
  return {
    chosen: store.certificateAuthorities.list().flatMap(({ certificate: pem, addedAt }) => {
      const [certificate] = readCertificates(Buffer.from(pem)).certificates;
      return certificate ? [{ ...viewOf(certificate), addedAt }] : [];
    }),
    environment: extra ? { file: extra.file, count: extra.certificates.length, problem: extra.problem ?? null } : null,
  };
}

function readAuthorities(file: Uint8Array, now: number): X509Certificate[] {
  const { certificates, broken } = readCertificates(file);
  if (broken > 0 || certificates.length === 0) throw new Fault('authority_invalid', 'no certificates, or broken ones');
  if (certificates.length > mostAtOnce) throw new Fault('authority_too_many', `${certificates.length} certificates`);
  for (const certificate of certificates) {
    const values = { certificate: nameOf(certificate) };
    if (!certificate.ca) throw new Fault('authority_not_ca', 'not the certificate of an authority', { values });
    const { validFrom, validUntil } = viewOf(certificate);
    if (now < validFrom || validUntil < now) throw new Fault('authority_expired', 'not valid now', { values });
  }
  return certificates;
}

function viewOf(certificate: X509Certificate): AuthorityView {
  return {
    fingerprint: certificate.fingerprint256,
    subject: onOneLine(certificate.subject),
    issuer: onOneLine(certificate.issuer),
    validFrom: Date.parse(certificate.validFrom),
    validUntil: Date.parse(certificate.validTo),
  };
}

/** Keeps a name from faking several lines of the dialog or hiding parts of it. */
function onOneLine(name: string): string {
  return cleanText(name.replaceAll('\n', ', '), longestName);
}

/** The common name, by which users know an authority. */
function nameOf({ subject }: X509Certificate): string {
  return onOneLine(/^CN=(.+)$/m.exec(subject)?.[1] ?? subject);
}

/** Discards what was discovered with the previous set of authorities, failures included. */
function settle(context: Context, removed: boolean): void {
  const { discoveries, health, publish } = context;
  discoveries.forget('');
  publish({ type: 'authorities_changed', removed });
  for (const { slot } of health.retries()) {
    if (health.unreachable(slot)?.error.code !== 'tls_failed') continue;
    health.clear(slot);
    publishServerChanged(context, slot);
  }
}

function record(
  context: Context,
  { workspaceId, profileId }: Session,
  kind: 'authority_added' | 'authority_removed',
  certificate: X509Certificate,
): void {
  recordActivity(context, { workspaceId, profileId, serverId: null, kind, subject: nameOf(certificate) });
}
