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

/** The same, for what a person entered; the headers are bound to the first of them alone. */
const ofEntered = [...ofServer, 'client_issuer'];

/** Headers go to the server alone. What a person entered for an authorization server belongs to the first one it was used at. */
const ofServerFor: Record<SealedTable, (value: (column: string) => string) => string | undefined> = {
  server_secret: (value) => `CASE ${value('kind')} WHEN 'headers' THEN json_array(url) ELSE ${jsonOf(ofEntered)} END`,
  client_registration: () => undefined,
  authorization_request: () => jsonOf(ofServer),
  token_set: () => jsonOf(ofServer),
  certificate_authority: () => undefined,
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

/**
 * Throws `sealed_value_refused` unless `row`, which was read together with `bound`, says the same as `bound` of all that
 * a value is bound to. One statement may still read two values: whoever can write the file can put a view in the place
 * of a table, and each reference to a column of a view is computed by itself.
 */
export function requireAsBound(table: SealedTable, bound: string, row: object): void {
  const read = row as Record<string, unknown>;
  for (const [name, value] of Object.entries(factsOf(table, bound)))
    if (name in read && read[name] !== value) throw new StoreError('sealed_value_refused');
}

/** By the names that rows have in the program. */
function factsOf(table: SealedTable, bound: string): Record<string, unknown> {
  const values = JSON.parse(bound) as unknown[];
  const own = sealedColumns[table].boundTo;
  const server = values[own.length];
  const facts = named(own, values);
  if (!Array.isArray(server)) return facts;
  // A sign-in has an issuer and a grant of its own beside those of its server.
  return table === 'server_secret' ? { ...facts, ...named(ofEntered, server) } : { ...facts, serverUrl: server[0] };
}

const named = (columns: readonly string[], values: readonly unknown[]): Record<string, unknown> =>
  Object.fromEntries(columns.slice(0, values.length).map((column, at) => [parameterOf(column), values[at]]));

/**
 * Whether `after` is what an entered secret that was bound to `before` is bound to once these columns of its server were
 * changed to these values, and nothing else of it.
 */
export function isOnlyChangedBy(columns: Readonly<Record<string, unknown>>, before: string, after: string): boolean {
  const [serverId, kind, server] = JSON.parse(before) as [unknown, unknown, unknown[]];
  const changed = server.map((value, at) => {
    const column = ofEntered[at] ?? '';
    return column in columns ? columns[column] : value;
  });
  return JSON.stringify([serverId, kind, changed]) === JSON.stringify(JSON.parse(after));
}
