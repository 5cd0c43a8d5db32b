/**
 * Every column that holds sealed values, the column that names a row in the place that a value is sealed for, and the columns
 * that decide where the secret goes and how. What is done to all of them at once (new key, memory instead of disk) goes by
 * this list, and so does what each value is bound to: with any of `boundTo` changed, it does not open.
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
      // Where the secret goes: token, revocation, device authorization and pushed request endpoint.
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
      // As it is stored, so every endpoint in it.
      'authorization_server',
      'resource',
      'grant_type',
      'token_type',
    ],
  },
  // Trusted wherever it may be asked: it goes nowhere.
  certificate_authority: { row: 'id', columns: ['certificate'], boundTo: [] },
} as const satisfies Record<string, { row: string; columns: readonly string[]; boundTo: readonly string[] }>;

export type SealedTable = keyof typeof sealedColumns;

export const sealedTables = Object.keys(sealedColumns) as SealedTable[];
