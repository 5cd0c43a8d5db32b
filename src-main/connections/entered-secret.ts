import { Fault } from '../base/fault.ts';
import type { Secret } from '../base/secret.ts';
import type { ServerSecretKind } from '../store/server-secrets.ts';
import type { Server } from '../store/servers.ts';
import type { Context } from './context.ts';
import { isSealed } from './open-sealed.ts';

/**
 * Decrypts a secret setting, for the server as the caller knows it. Throws `client_id_needed` if it cannot be decrypted
 * or the server has changed meanwhile: only the user can enter it again.
 */
export function enteredSecret(context: Context, server: Server, kind: ServerSecretKind): Secret | undefined {
  try {
    return context.store.serverSecrets.get(server.id, kind, server);
  } catch (cause) {
    if (!isSealed(cause)) throw cause;
    const { host } = new URL(server.url);
    throw new Fault('client_id_needed', `${kind} does not open`, { values: { host }, cause });
  }
}
