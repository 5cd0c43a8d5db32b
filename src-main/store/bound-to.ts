import { StoreError } from './errors.ts';
import { sealedColumns, type SealedTable } from './sealed-columns.ts';
import type { Place } from './vault.ts';

/** What of a server decides where its tokens and secrets go, and how. A change of any of it ends the sign-ins. */
const ofServer = [
  'url',
  'grant_type',
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'client_id',
  'authentication_method',
  'send_resource',
  'identity_token_endpoint',
  'identity_client_id',
];

/** Headers go to the server alone. What a person entered for an authorization server belongs to the first one it was used at. */
const ofServerFor: Record<SealedTable, (value: (column: string) => string) => string | undefined> = {
  server_secret: (value) =>
    `CASE ${value('kind')} WHEN 'headers' THEN json_array(url) ELSE ${jsonOf([...ofServer, 'client_issuer'])} END`,
  client_registration: () => undefined,
  authorization_request: () => jsonOf(ofServer),
  token_set: () => jsonOf(ofServer),
};

const jsonOf = (columns: readonly string[]) => `json_array(${columns.join(', ')})`;

/**
 * SQL for what the sealed values of a row are bound to: of a row that is there, or of one that parameters tell about
 * (`@serverId` for `server_id`). Read it in the statement that reads the sealed value, so that both are of one moment.
 */
export function boundTo(table: SealedTable, from: 'row' | 'parameters' = 'row'): string {
  const value = (column: string) => (from === 'row' ? `${table}.${column}` : `@${parameterOf(column)}`);
  const server = ofServerFor[table](value);
  const own = sealedColumns[table].boundTo.map(value);
  const parts = server === undefined ? own : [...own, serverPart(server, value('server_id'))];
  return `json_array(${parts.join(', ')})`;
}

const serverPart = (columns: string, id: string) => `json((SELECT ${columns} FROM server WHERE server.id = ${id}))`;

const parameterOf = (column: string) => column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The place of a value, from what `boundTo` answered. Parsed, so that how SQLite writes JSON does not matter. */
export function placeOf(table: SealedTable, row: string, column: string, bound: string): Place {
  try {
    return { table, row, column, boundTo: JSON.parse(bound) as unknown[] };
  } catch {
    throw new StoreError('sealed_value_refused');
  }
}
