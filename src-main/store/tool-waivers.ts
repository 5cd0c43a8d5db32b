import type { Database } from './database.ts';
import { prepare } from './sql.ts';

/** A tool that a profile allows to run without confirmation. */
export interface ToolWaiverRow {
  profileId: string;
  serverId: string;
  tool: string;
  /** The fingerprint of the tool's description when it was allowed. */
  fingerprint: string;
}

export function toolWaivers(database: Database) {
  const list = prepare<[string, string], Pick<ToolWaiverRow, 'tool' | 'fingerprint'>>(
    database,
    'SELECT tool, fingerprint FROM tool_waiver WHERE profile_id = ? AND server_id = ?',
  );
  const save = prepare<[ToolWaiverRow]>(
    database,
    `INSERT INTO tool_waiver (profile_id, server_id, tool, fingerprint)
     VALUES (@profileId, @serverId, @tool, @fingerprint)
     ON CONFLICT (profile_id, server_id, tool) DO UPDATE SET fingerprint = @fingerprint`,
  );
  const remove = prepare<[string, string, string]>(
    database,
    'DELETE FROM tool_waiver WHERE profile_id = ? AND server_id = ? AND tool = ?',
  );
  return {
    /** Fingerprints by tool name. */
    of: (profileId: string, serverId: string): Map<string, string> =>
      new Map(list.all(profileId, serverId).map(({ tool, fingerprint }) => [tool, fingerprint])),

    save(row: ToolWaiverRow): void {
      save.run(row);
    },

    remove(profileId: string, serverId: string, tool: string): void {
      remove.run(profileId, serverId, tool);
    },
  };
}
