import type { SettingChanges, SettingSecrets } from '../../../src-preload/contract.ts';
import { Fault } from '../../base/fault.ts';
import { Secret } from '../../base/secret.ts';
import { generateClientKey, importPrivateKeyPem } from '../../oauth/client-key.ts';
import type { ServerSecretKind } from '../../store/server-secrets.ts';
import type { Context } from '../context.ts';
import { checkHeaders } from './setting-changes.ts';

/** A secret to store, or null to remove it. `generate`: a key pair that is generated only when the change is made. */
export type SecretChange = [kind: ServerSecretKind, value: Secret | 'generate' | null];

/** The setting that a stored secret belongs to. */
export const fieldOf = {
  client_secret: 'clientSecret',
  private_key: 'privateKey',
  id_token: 'idToken',
  headers: 'headers',
} as const satisfies Record<ServerSecretKind, keyof SettingSecrets>;

/**
 * The secrets that differ from the stored ones. A generated key always does. Throws `request_invalid` with `field` for
 * headers that cannot be sent and for a text that is no private key.
 */
export async function secretChanges(
  context: Context,
  serverId: string,
  { clientSecret, privateKey, idToken, headers }: SettingChanges,
): Promise<SecretChange[]> {
  if (headers) checkHeaders(headers);
  const wanted: [ServerSecretKind, SecretChange[1] | undefined][] = [
    ['client_secret', entered(clientSecret)],
    ['private_key', privateKey && ('generate' in privateKey ? 'generate' : await imported(privateKey.pem))],
    ['id_token', entered(idToken)],
    ['headers', headers && new Secret(JSON.stringify(headers))],
  ];
  return wanted.filter((entry): entry is SecretChange => {
    const [kind, value] = entry;
    if (value === undefined) return false;
    if (value === null) return context.store.serverSecrets.isStored(serverId, kind);
    return value === 'generate' || savedValue(context, serverId, kind) !== value.reveal();
  });
}

/** The same with a new key pair wherever one is wanted. */
export function withGeneratedKeys(changes: SecretChange[]): Promise<[ServerSecretKind, Secret | null][]> {
  return Promise.all(
    changes.map(async ([kind, value]) => [kind, value === 'generate' ? await generateClientKey() : value]),
  );
}

/** An empty text removes the secret. */
function entered(text: string | null | undefined): Secret | null | undefined {
  if (text === undefined) return undefined;
  return text === null || text === '' ? null : new Secret(text);
}

async function imported(pem: string): Promise<Secret> {
  try {
    return await importPrivateKeyPem(pem);
  } catch (cause) {
    throw new Fault('request_invalid', 'this is no private key', { values: { field: 'privateKey' }, cause });
  }
}

/** A secret that cannot be decrypted differs from any entered value. */
function savedValue(context: Context, serverId: string, kind: ServerSecretKind): string | undefined | null {
  try {
    return context.store.serverSecrets.get(serverId, kind)?.reveal();
  } catch {
    return null;
  }
}
