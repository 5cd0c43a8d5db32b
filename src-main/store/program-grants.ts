import type { GrantEnd, ToolScope } from '../../src-preload/contract/program.ts';
import type { Database } from './database.ts';
import { prepare, transact } from './sql.ts';

/** What the user has decided for good. */
export type KeptAnswer = 'always' | 'never';

/** The sign-in that a decision is about; `profileId` null is the shared one. */
export interface GrantSlot {
  serverId: string;
  profileId: string | null;
}

export interface KeptGrant {
  answer: KeptAnswer;
  tools: ToolScope;
}

/** A decision with the names that a list shows. */
export interface GrantRow extends GrantSlot, KeptGrant {
  programId: string;
  program: string;
  path: string;
  workspaceId: string;
  server: string;
  decidedAt: number;
  lastUsed: number | null;
}

export type GrantKey = GrantSlot & { pattern: string };

type NewGrant = GrantSlot & KeptGrant & { programId: string; grantedBy: string | null; now: number };

/** Why a permission ends, where the user or Keyfob ends it. */
export interface Ending {
  why: GrantEnd;
  now: number;
}

/** Returns whether there was any. */
type EndOf<Meant> = (values: Meant & Ending) => boolean;

const withTools = <Row extends { tools: string }>(row: Row) => ({ ...row, tools: JSON.parse(row.tools) as ToolScope });
type Stored<Row> = Omit<Row, 'tools'> & { tools: string };

/** What is decided now. Each row that is deleted is recorded as an ended permission (migration 30). */
export function programGrants(database: Database) {
  const slot = 'server_id = @serverId AND profile_id IS @profileId';
  const ofPattern = '(SELECT id FROM program WHERE pattern = @pattern)';
  const get = prepare<[GrantKey], Stored<KeptGrant>>(
    database,
    `SELECT answer, tools FROM program_grant WHERE program_id = ${ofPattern} AND ${slot}`,
  );
  /** Deletes what a condition names, after noting why. */
  const ending = (condition: string) => {
    const note = prepare<[object]>(
      database,
      `UPDATE program_grant SET ended_why = @why, ended_at = @now WHERE ${condition}`,
    );
    const remove = prepare<[object]>(database, `DELETE FROM program_grant WHERE ${condition}`);
    return ({ why, now, ...values }: Ending & object): boolean =>
      transact(database, () => {
        note.run({ ...values, why, now });
        return remove.run(values) > 0;
      });
  };
  const end: EndOf<GrantSlot & { programId: string }> = ending(`program_id = @programId AND ${slot}`);
  const endOfSlot: EndOf<GrantSlot> = ending(`${slot} AND answer = 'always'`);
  const endOfServer: EndOf<{ serverId: string }> = ending(`server_id = @serverId AND answer = 'always'`);
  const endUnused: EndOf<{ before: number }> = ending(
    `answer = 'always' AND coalesce(last_used, decided_at) < @before`,
  );
  const insert = prepare<[Stored<NewGrant>]>(
    database,
    `INSERT INTO program_grant
       (program_id, server_id, profile_id, answer, decided_at, tools, granted_by, server_name, workspace_id)
     SELECT @programId, id, @profileId, @answer, @now, @tools, @grantedBy, name, workspace_id
       FROM server WHERE id = @serverId`,
  );
  const setTools = prepare<[GrantSlot & { programId: string; tools: string }]>(
    database,
    `UPDATE program_grant SET tools = @tools WHERE program_id = @programId AND ${slot} AND answer = 'always'`,
  );
  const use = prepare<[GrantKey & { now: number }]>(
    database,
    `UPDATE program_grant SET last_used = @now WHERE program_id = ${ofPattern} AND ${slot}`,
  );
  const list = prepare<[], Stored<GrantRow>>(
    database,
    `SELECT program_id AS programId, program.name AS program, path, server.workspace_id AS workspaceId,
        server_id AS serverId, profile_id AS profileId, server.name AS server, answer, tools,
        decided_at AS decidedAt, last_used AS lastUsed
       FROM program_grant JOIN program ON program.id = program_id JOIN server ON server.id = server_id
       ORDER BY program.name, server.name, decided_at`,
  );
  const serversOf = prepare<[string], { serverId: string }>(
    database,
    `SELECT DISTINCT server_id AS serverId FROM program_grant
      WHERE program_id = (SELECT id FROM program WHERE pattern = ?) AND answer = 'always'`,
  );
  const any = prepare<[], { found: 1 }>(
    database,
    `SELECT 1 AS found FROM program_grant WHERE answer = 'always' LIMIT 1`,
  );
  return {
    get(key: GrantKey): KeptGrant | undefined {
      const row = get.get(key);
      return row && withTools(row);
    },

    /** Ends an earlier decision. */
    save: ({ tools, ...grant }: NewGrant): void =>
      transact(database, () => {
        const { programId, serverId, profileId, now } = grant;
        end({ programId, serverId, profileId, why: 'replaced', now });
        insert.run({ ...grant, tools: JSON.stringify(tools) });
      }),

    /** Returns whether there is such a permission. */
    setTools: ({ tools, ...grant }: GrantSlot & { programId: string; tools: ToolScope }): boolean =>
      setTools.run({ ...grant, tools: JSON.stringify(tools) }) === 1,

    use(key: GrantKey & { now: number }): void {
      use.run(key);
    },

    /** Returns whether it existed. */
    end,

    /** Ends what every program may do with a sign-in. What is refused stays refused. */
    endOfSlot,

    /** The same for every sign-in to a server. */
    endOfServer,

    /** Ends permissions that were not used since `before`, in milliseconds since the epoch. */
    endUnused,

    /** Of all workspaces, by name of the program. */
    list: (): GrantRow[] => list.all().map((row) => withTools(row)),

    /** The servers that a program may always use. */
    serversOf: (pattern: string): string[] => serversOf.all(pattern).map(({ serverId }) => serverId),

    /** Whether any program may always use a server. */
    any: (): boolean => any.get() !== undefined,
  };
}
