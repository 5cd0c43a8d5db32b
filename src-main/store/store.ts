import { activity } from './activity.ts';
import { agentCalls } from './agent-calls.ts';
import { authorizationRequests } from './authorization-requests.ts';
import { clientRegistrations } from './client-registrations.ts';
import { allowedHosts } from './allowed-hosts.ts';
import { allowedOrigins } from './allowed-origins.ts';
import { allowedSignInOrigins } from './allowed-sign-in-origins.ts';
import { certificateAuthorities } from './certificate-authorities.ts';
import { dataKeys } from './data-keys.ts';
import type { Database } from './database.ts';
import { forwardings } from './forwardings.ts';
import { issuerReturnPaths } from './issuer-return-paths.ts';
import { listCache } from './list-cache.ts';
import { lock } from './lock.ts';
import { profiles } from './profiles.ts';
import { endedGrants } from './ended-grants.ts';
import { programGrants } from './program-grants.ts';
import { programs } from './programs.ts';
import { renewalLeases } from './renewal-leases.ts';
import { serverAliases } from './server-aliases.ts';
import { serverSecrets } from './server-secrets.ts';
import { servers } from './servers.ts';
import { transact } from './sql.ts';
import { toolInputs } from './tool-inputs.ts';
import { toolWaivers } from './tool-waivers.ts';
import { tokenSets } from './token-sets.ts';
import type { Vault } from './keys/vault.ts';
import { wirings } from './wirings.ts';
import { workspaces } from './workspaces.ts';

export type Store = ReturnType<typeof openStore>;

/** All tables over one connection, with statements prepared when first used. The caller closes the connection. */
export function openStore({ database, vault }: { database: Database; vault: Vault }) {
  const keys = dataKeys(database);
  return {
    workspaces: workspaces(database),
    profiles: profiles(database),
    servers: servers(database, vault),
    serverAliases: serverAliases(database),
    serverSecrets: serverSecrets(database, vault),
    clientRegistrations: clientRegistrations(database, vault),
    issuerReturnPaths: issuerReturnPaths(database),
    authorizationRequests: authorizationRequests(database, vault),
    tokenSets: tokenSets(database, vault),
    renewalLeases: renewalLeases(database),
    activity: activity(database),
    agentCalls: agentCalls(database),
    programs: programs(database),
    programGrants: programGrants(database),
    endedGrants: endedGrants(database),
    forwardings: forwardings(database),
    allowedOrigins: allowedOrigins(database),
    allowedSignInOrigins: allowedSignInOrigins(database),
    allowedHosts: allowedHosts(database),
    toolWaivers: toolWaivers(database),
    toolInputs: toolInputs(database, vault),
    certificateAuthorities: certificateAuthorities(database, vault),
    wirings: wirings(database),
    listCache: listCache(database, vault),
    lock: lock(database),
    /** Whether there is a data key that could not be unwrapped; values that it sealed cannot be opened now. */
    lacksDataKey: (): boolean => keys.all().some(({ id }) => !vault.hasKey(id)),
    /** Runs the synchronous `work` in one transaction, which is rolled back if `work` throws. */
    transaction: <T>(work: () => T): T => transact(database, work),
  };
}
