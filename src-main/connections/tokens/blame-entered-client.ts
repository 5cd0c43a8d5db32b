import { Fault, isFault } from '../../base/fault.ts';
import type { Server } from '../../store/servers.ts';

/**
 * A refusal of the client, as the user reads it who entered that client: registering again, which the error offers
 * otherwise, would send the same client once more.
 */
export function blameEnteredClient(server: Pick<Server, 'clientId'> | undefined, error: unknown): unknown {
  if (!isFault(error, 'client_unknown', 'authorization_refused') || !server || server.clientId === null) return error;
  const { code, message, values, serverText } = error;
  return new Fault(code, message, { values: { ...values, reason: 'entered' }, serverText, cause: error });
}
