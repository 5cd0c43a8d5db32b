import type { Context } from '../connections/context.ts';
import type { Session } from '../connections/slot.ts';
import type { SessionPool } from './session-pool.ts';

/** On whose behalf tools are listed and called, and with what: every function of `mcp` that asks a server takes it. */
export interface Caller {
  context: Context;
  pool: SessionPool;
  session: Session;
}
