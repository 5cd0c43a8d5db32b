import type { Database } from './database.ts';
import { prepare } from './sql.ts';

export type LearnedReturnPath = 'app_link' | 'loopback' | 'localhost';

/** The form of redirect URI that an authorization server accepts, learned when it refused others. */
export function issuerReturnPaths(database: Database) {
  const get = prepare<[string, string], { returnPath: LearnedReturnPath }>(
    database,
    'SELECT return_path AS returnPath FROM issuer_return_path WHERE workspace_id = ? AND issuer = ?',
  );
  const learn = prepare<[string, string, LearnedReturnPath, number]>(
    database,
    `INSERT INTO issuer_return_path (workspace_id, issuer, return_path, learned_at) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET return_path = excluded.return_path, learned_at = excluded.learned_at`,
  );
  return {
    get: (workspaceId: string, issuer: string): LearnedReturnPath | undefined =>
      get.get(workspaceId, issuer)?.returnPath,

    learn(workspaceId: string, issuer: string, returnPath: LearnedReturnPath, now: number): void {
      learn.run(workspaceId, issuer, returnPath, now);
    },
  };
}
