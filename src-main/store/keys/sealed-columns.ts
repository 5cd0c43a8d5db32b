/**
 * Every column with sealed values, the column that identifies the row, and the columns that decide where and how the
 * secret is sent. Operations on all secrets (key rotation, memory instead of disk) use this list, and so does the
 * binding of each value: if any of `boundTo` changes, the value cannot be opened.
 */
export const sealedColumns = {
  server_secret: { row: 'id', columns: ['value'], boundTo: ['server_id', 'kind'] },
  client_registration: {
    row: 'id',
    columns: ['client_secret', 'private_key'],
    boundTo: [
      'issuer',
      'kind',
      'return_path',
      'redirect_uri',
      'client_id',
      'token_endpoint_auth_method',
      // The destination of the secret: token, revocation, device authorization and pushed request endpoint.
      'endpoints',
    ],
  },
  authorization_request: {
    row: 'state',
    columns: ['code_verifier', 'dpop_key'],
    boundTo: [
      'server_id',
      'profile_id',
      'initiator_id',
      'registration_id',
      'issuer',
      'authorization_server',
      'redirect_uri',
      'return_path',
      'resource',
    ],
  },
  token_set: {
    row: 'id',
    columns: ['access_token', 'refresh_token', 'dpop_key'],
    boundTo: [
      'server_id',
      'profile_id',
      'registration_id',
      'issuer',
      // The stored metadata document, so all endpoints in it.
      'authorization_server',
      'resource',
      'grant_type',
      'token_type',
    ],
  },
  // What a server lists is sent nowhere but to the programs that may use the sign-in.
  list_cache: { row: 'id', columns: ['value'], boundTo: ['server_id', 'profile_id', 'account', 'client'] },
  // What a person entered for a tool is sent nowhere before the person runs the tool.
  tool_input: { row: 'id', columns: ['value'], boundTo: ['profile_id', 'server_id', 'tool', 'kind'] },
  // A certificate is public and is sent nowhere.
  certificate_authority: { row: 'id', columns: ['certificate'], boundTo: [] },
} as const satisfies Record<string, { row: string; columns: readonly string[]; boundTo: readonly string[] }>;

export type SealedTable = keyof typeof sealedColumns;

export const sealedTables = Object.keys(sealedColumns) as SealedTable[];
