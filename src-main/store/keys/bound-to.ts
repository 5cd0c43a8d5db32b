import { StoreError } from '../errors.ts';
import { sealedColumns, type SealedTable } from './sealed-columns.ts';
import type { Place } from './vault.ts';

/** The server's columns that decide where and how its tokens and secrets are sent. Changing one ends the sign-ins. */
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

/** The same for secrets that the user entered. Headers are bound to the URL alone. */
const ofEntered = [...ofServer, 'client_issuer'];

/**
 * Headers are sent to the server only. A secret for an authorization server belongs to the first issuer it was used
 * with.
 */
const ofServerFor: Record<SealedTable, (value: (column: string) => string) => string | undefined> = {
  server_secret: (value) => `CASE ${value('kind')} WHEN 'headers' THEN json_array(url) ELSE ${jsonOf(ofEntered)} END`,
  client_registration: () => undefined,
  authorization_request: () => jsonOf(ofServer),
  token_set: () => jsonOf(ofServer),
  list_cache: () => 'json_array(url)',
  tool_input: () => undefined,
  certificate_authority: () => undefined,
};

const jsonOf = (columns: readonly string[]) => `json_array(${columns.join(', ')})`;

/**
 * The SQL expression for everything that a row's sealed values are bound to: for an existing row, or for one given as
 * parameters (`@serverId` for `server_id`). Select it in the same statement as the sealed value, so that both are from
 * one moment.
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

/**
 * The place of a value, from the result of `boundTo`. It is parsed, so that SQLite's JSON formatting does not matter.
 */
export function placeOf(table: SealedTable, row: string, column: string, bound: string): Place {
  try {
    return { table, row, column, boundTo: JSON.parse(bound) as unknown[] };
  } catch {
    throw new StoreError('sealed_value_refused');
  }
}

/**
 * Throws `sealed_value_refused` unless `row` agrees with `bound`, which was selected in the same statement. Even then
 * the two can differ: an attacker who can write the file may replace a table by a view, and each reference to a view's
 * column is evaluated separately.
 */
export function requireAsBound(table: SealedTable, bound: string, row: object): void {
  const read = row as Record<string, unknown>;
  for (const [name, value] of Object.entries(factsOf(table, bound)))
    if (name in read && read[name] !== value) throw new StoreError('sealed_value_refused');
}

/** Uses the property names that rows have in the code. */
function factsOf(table: SealedTable, bound: string): Record<string, unknown> {
  const values = JSON.parse(bound) as unknown[];
  const own = sealedColumns[table].boundTo;
  const server = values[own.length];
  const facts = named(own, values);
  if (!Array.isArray(server)) return facts;
  // A token set has its own issuer and grant, next to those of its server.
  return table === 'server_secret' ? { ...facts, ...named(ofEntered, server) } : { ...facts, serverUrl: server[0] };
}

const named = (columns: readonly string[], values: readonly unknown[]): Record<string, unknown> =>
  Object.fromEntries(columns.slice(0, values.length).map((column, at) => [parameterOf(column), values[at]]));

/** Whether `after` is the binding `before` of an entered secret with only these columns of its server changed. */
export function isOnlyChangedBy(columns: Readonly<Record<string, unknown>>, before: string, after: string): boolean {
  const [serverId, kind, server] = JSON.parse(before) as [unknown, unknown, unknown[]];
  const changed = server.map((value, at) => {
    const column = ofEntered[at] ?? '';
    return column in columns ? columns[column] : value;
  });
  return JSON.stringify([serverId, kind, changed]) === JSON.stringify(JSON.parse(after));
}
