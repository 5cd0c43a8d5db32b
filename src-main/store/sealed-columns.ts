/**
 * Every column that holds sealed values, and the column that names a row in the place that a value is sealed for. What is
 * done to all of them at once (new key, memory instead of disk) goes by this list.
 */
export const sealedColumns = {
  server_secret: { row: 'id', columns: ['value'] },
  client_registration: { row: 'id', columns: ['client_secret', 'private_key'] },
  authorization_request: { row: 'state', columns: ['code_verifier', 'dpop_key'] },
  token_set: { row: 'id', columns: ['access_token', 'refresh_token', 'dpop_key'] },
} as const satisfies Record<string, { row: string; columns: readonly string[] }>;

export type SealedTable = keyof typeof sealedColumns;

export const sealedTables = Object.keys(sealedColumns) as SealedTable[];
