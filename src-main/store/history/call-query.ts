import type { CallOutcome, CallPlace } from './call.ts';

/** What a search asks about. Each is a column of an index. */
export interface CallFilter {
  serverId?: string | undefined;
  tool?: string | undefined;
  outcome?: CallOutcome | undefined;
  /** Empty: calls of the window. */
  program?: string | undefined;
  /** In milliseconds since the epoch, both included. */
  from?: number | undefined;
  to?: number | undefined;
}

/** A filter with numbers in place of texts. */
export type NumberedFilter = Omit<CallFilter, 'serverId' | 'tool' | 'program'> & {
  owner: number;
  server?: number | undefined;
  tool?: number | undefined;
  program?: number | undefined;
};

/** The narrowest index first: SQLite keeps no statistics of a new file, and would guess. */
const indexes = [
  { name: 'call_by_server_tool', columns: ['server', 'tool'] },
  { name: 'call_by_tool', columns: ['tool'] },
  { name: 'call_by_server', columns: ['server'] },
  { name: 'call_by_program', columns: ['program'] },
  { name: 'call_by_outcome', columns: ['outcome'] },
  { name: 'call_by_time', columns: [] },
] as const;

const equals = ['server', 'tool', 'program', 'outcome'] as const;

/** The `FROM` and `WHERE` of a search, with the parameters of `filter` and of the place where a page ends. */
export function callsMatching(filter: NumberedFilter, before?: CallPlace): { sql: string; values: object } {
  const asked = equals.filter((column) => filter[column] !== undefined);
  const index = indexes.find(({ columns }) => columns.every((column) => filter[column] !== undefined));
  const conditions = [
    'call.owner = @owner',
    ...asked.map((column) => `call.${column} = @${column}`),
    ...(filter.from === undefined ? [] : ['call.started_at >= @from']),
    ...(filter.to === undefined ? [] : ['call.started_at <= @to']),
    ...(before ? ['(call.started_at, call.id) < (@beforeAt, @beforeId)'] : []),
  ];
  const values = { ...filter, ...(before && { beforeAt: before.startedAt, beforeId: before.id }) };
  return {
    sql: `FROM call INDEXED BY ${index?.name ?? 'call_by_time'} WHERE ${conditions.join(' AND ')}`,
    values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)),
  };
}
