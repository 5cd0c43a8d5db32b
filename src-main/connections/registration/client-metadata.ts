import { isClientMetadataUrl, type WorkspaceSettingsView } from '../../../src-preload/contract.ts';
import { Fault } from '../../base/fault.ts';
import type { AuthorizationServerMetadata } from '../../oauth/authorization-server-metadata.ts';
import { metadataDocumentClient, type RegisteredClient } from '../../oauth/client-registration.ts';
import type { ClientRegistration } from '../../store/client-registrations.ts';
import type { Context } from '../context.ts';
import type { Session } from '../slot.ts';

/** The URL of the workspace's client id metadata document; undefined if there is none. */
function clientMetadataUrl(
  { store, clientMetadataUrl: distributed }: Context,
  workspaceId: string,
): string | undefined {
  return (store.workspaces.get(workspaceId)?.clientMetadataUrl ?? distributed) || undefined;
}

/** The client of the workspace's metadata document, if there is one and the authorization server supports it. */
export function documentClient(
  context: Context,
  { workspaceId }: { workspaceId: string },
  authorizationServer: AuthorizationServerMetadata,
): RegisteredClient | undefined {
  const url = clientMetadataUrl(context, workspaceId);
  return url === undefined ? undefined : metadataDocumentClient(authorizationServer, url);
}

/**
 * Whether a registration corresponds to the present setting: this document, or none. Another one is kept for the tokens
 * that were issued to it, and the next sign-in replaces it.
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
 * Sets the document's URL; empty: none. Existing sign-ins are kept, and are refreshed with the client that they were
 * made with. Throws `request_invalid` if the URL is not a valid client id.
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
