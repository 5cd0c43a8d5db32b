import type { AgentReport, ProgramId, WiringPlace } from '../../src-preload/contract.ts';
import type { AgentFacts } from './agent-facts.ts';
import { checksOf } from './checks-of.ts';

/** What the doctor is asked about; `name` is the program's own. */
export interface Asked {
  program: ProgramId;
  name: string;
  serverId: string;
}

/** Finds out one fact each. One that rejects is not known. */
export interface FactsReader {
  place: (program: ProgramId, serverId: string) => Promise<WiringPlace | undefined>;
  connector: () => Promise<AgentFacts['connector']>;
  socket: () => Promise<AgentFacts['socket']>;
  permission: (asked: Asked, isWired: boolean) => Promise<AgentFacts['permission']>;
  signIn: (asked: Asked) => Promise<AgentFacts['signIn']>;
  lastCall: (asked: Asked) => Promise<AgentFacts['lastCall']>;
}

/**
 * Why a server may not work in a program: reads the facts and says what each means, and what mends it. Changes nothing.
 * A fact that cannot be read is a check whose state is `unknown`; it never rejects.
 */
export async function examineAgent(reader: FactsReader, program: ProgramId, serverId: string): Promise<AgentReport> {
  const entry = await orUnknown(() => reader.place(program, serverId));
  const name = entry?.name ?? program;
  const asked = { program, name, serverId };
  const [connector, socket, permission, signIn, lastCall] = await Promise.all([
    orUnknown(() => reader.connector()),
    orUnknown(() => reader.socket()),
    orUnknown(() => reader.permission(asked, entry?.state === 'wired')),
    orUnknown(() => reader.signIn(asked)),
    orUnknown(() => reader.lastCall(asked)),
  ]);
  return { ...asked, checks: checksOf({ entry, connector, socket, permission, signIn, lastCall }) };
}

async function orUnknown<Fact>(read: () => Promise<Fact>): Promise<Fact | undefined> {
  try {
    return await read();
  } catch {
    return undefined;
  }
}
