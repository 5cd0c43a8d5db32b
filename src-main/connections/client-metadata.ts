import { isClientMetadataUrl, type WorkspaceSettingsView } from '../../src-preload/contract.ts';
import { Fault } from '../fault.ts';
import type { AuthorizationServerMetadata } from '../oauth/authorization-server-metadata.ts';
import { metadataDocumentClient, type RegisteredClient } from '../oauth/client-registration.ts';
import type { ClientRegistration } from '../store/client-registrations.ts';
import type { Context } from './context.ts';
import type { Session } from './slot.ts';

/** Where the workspace's client id metadata document is published; undefined where there is none. */
function clientMetadataUrl(
  { store, clientMetadataUrl: distributed }: Context,
  workspaceId: string,
): string | undefined {
  return (store.workspaces.get(workspaceId)?.clientMetadataUrl ?? distributed) || undefined;
}

/**
 * The client of the workspace's metadata document, where there is one and the authorization server reads such
 * documents.
 */
export function documentClient(
  context: Context,
  { workspaceId }: { workspaceId: string },
  authorizationServer: AuthorizationServerMetadata,
): RegisteredClient | undefined {
  const url = clientMetadataUrl(context, workspaceId);
  return url === undefined ? undefined : metadataDocumentClient(authorizationServer, url);
}

/**
 * Whether a registration is made the way that new ones are: by this document, or by none. One that is not stays for the
 * tokens that were issued to it, and the next sign-in takes another.
 */
export function isByDocument(
  { kind, clientId }: Pick<ClientRegistration, 'kind' | 'clientId'>,
  document: RegisteredClient | undefined,
): boolean {
  return document ? kind === 'metadata_document' && clientId === document.clientId : kind !== 'metadata_document';
}

export function workspaceSettings(context: Context, { workspaceId }: Session): WorkspaceSettingsView {
  return { clientMetadataUrl: clientMetadataUrl(context, workspaceId) ?? '' };
}

/**
 * Says where the document is published; empty: nowhere. Sign-ins that were made stay, and are renewed as the client
 * that they were made as. Throws `request_invalid` for what no client id can be.
 */
export function changeWorkspaceSettings(
  context: Context,
  { workspaceId }: Session,
  { clientMetadataUrl: url }: WorkspaceSettingsView,
): void {
  if (url !== '' && !isClientMetadataUrl(url)) {
    const values = { field: 'clientMetadataUrl' };
    throw new Fault('request_invalid', 'this is no address of a client id metadata document', { values });
  }
  context.store.workspaces.setClientMetadataUrl(workspaceId, url);
}
