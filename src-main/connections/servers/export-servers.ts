import { assertExportManaged } from '../../base/managed.ts';
import type { Context } from '../context.ts';
import { headerNames } from '../server-headers.ts';
import { portableServer, writeDocument } from './servers-document.ts';
import type { Session } from '../slot.ts';

/** The session's servers with their settings, as the text of a file; without secrets and sign-ins. Throws `managed`. */
export function exportServers(
  context: Pick<Context, 'store' | 'managed'>,
  { workspaceId }: Session,
): { text: string; count: number } {
  assertExportManaged(context.managed);
  const { servers: stored, serverSecrets } = context.store;
  const servers = stored
    .list(workspaceId)
    .map((server) => portableServer(server, serverSecrets.kinds(server.id), headerNames(context, server.id)));
  return { text: writeDocument(servers), count: servers.length };
}
