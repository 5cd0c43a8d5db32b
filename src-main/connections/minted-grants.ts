import type { GrantType } from '../store/servers.ts';

/** Grants in which new tokens take no refresh token: nobody was asked for the first ones either. */
export const mintedGrants: ReadonlySet<GrantType> = new Set<GrantType>(['client_credentials', 'identity_assertion']);
