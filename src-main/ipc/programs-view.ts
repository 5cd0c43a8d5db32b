import type { ConnectionView, GrantView, ProgramsView, ProgramView } from '../../src-preload/contract.ts';
import { cleanText } from '../base/clean-text.ts';
import { isAdmin, type Session } from '../connections/slot.ts';
import type { CallsOfDay } from '../store/agent-calls.ts';
import type { GrantRow } from '../store/program-grants.ts';
import type { ProgramRow } from '../store/programs.ts';
import type { LiveConnection, Services } from './area.ts';

/** In characters, as in the window that asks. */
const longestName = 80;
const longestPath = 300;

const day = 86_400_000;
const days = 7;

type Needed = Pick<Services, 'context' | 'agents'>;

/** Whether a profile may see what is done with this sign-in, and end it: its own, and for admins the shared ones. */
function isTheirs({ context }: Needed, session: Session) {
  const ofShared = isAdmin(context, session);
  return ({ workspaceId, profileId }: { workspaceId: string; profileId: string | null }) =>
    workspaceId === session.workspaceId && (profileId === null ? ofShared : profileId === session.profileId);
}

export function grantsOf(services: Needed, session: Session): GrantRow[] {
  return services.context.store.programGrants.list().filter(isTheirs(services, session));
}

export function connectionsOf(services: Needed, session: Session): LiveConnection[] {
  return services.agents.connected().filter(isTheirs(services, session));
}

export function programsView(services: Needed, session: Session): ProgramsView {
  const { context, agents } = services;
  const { store } = context;
  const grants = Map.groupBy(grantsOf(services, session), ({ programId }) => programId);
  const rows = store.programs.list();
  const known = new Set(rows.map(({ pattern }) => pattern));
  const isKnown = ({ pattern }: LiveConnection) => pattern !== undefined && known.has(pattern);
  const live = connectionsOf(services, session);
  const connected = Map.groupBy(live.filter(isKnown), ({ pattern }) => pattern);
  const serverName = (id: string) => store.servers.get(session.workspaceId, id)?.name ?? '';
  const viewed = (connection: LiveConnection) => connectionView(connection, serverName(connection.serverId));
  const since = new Date(context.now()).setHours(24, 0, 0, 0) - days * day;
  const counted = store.agentCalls.perDay(since).filter(({ serverId }) => serverName(serverId) !== '');
  const calls = Map.groupBy(counted, ({ program }) => program);
  const programs = rows.flatMap((row): ProgramView[] => {
    const [own, open] = [grants.get(row.id) ?? [], connected.get(row.pattern) ?? []];
    if (own.length + open.length === 0) return [];
    return [
      { ...programView(row, calls.get(row.name) ?? []), grants: own.map(grantView), connections: open.map(viewed) },
    ];
  });
  return {
    programs,
    others: live
      .filter((one) => !isKnown(one))
      .map((one) => ({ ...viewed(one), program: cleanText(one.program, longestName) })),
    isPaused: agents.isPaused(),
    problem: agents.problem(),
  };
}

function programView({ id, name, pattern, path, firstSeen, lastSeen }: ProgramRow, calls: readonly CallsOfDay[]) {
  const perDay = (count: (one: CallsOfDay) => number) =>
    Array.from({ length: days }, (_, at) =>
      calls.filter((one) => one.day === at).reduce((sum, one) => sum + count(one), 0),
    );
  return {
    id,
    name: cleanText(name, longestName),
    isClaim: isOfPackage(pattern),
    path: cleanText(path, longestPath),
    firstSeen,
    lastSeen,
    ended: [],
    calls: perDay((one) => one.calls),
    failed: perDay((one) => one.failed),
  };
}

/** The name of a package is one that every program can choose. The pattern is `[family, package, via shell]`. */
function isOfPackage(pattern: string): boolean {
  const parts: unknown = JSON.parse(pattern);
  return Array.isArray(parts) && parts[1] !== null;
}

const grantView = ({ programId, serverId, server, profileId, answer, decidedAt, lastUsed }: GrantRow): GrantView => ({
  programId,
  serverId,
  server,
  profileId,
  answer: answer === 'always' ? 'allowed' : 'never',
  until: 'revoked',
  tools: { rule: 'all', allowed: [] },
  decidedAt,
  lastUsed,
  waiting: 0,
  ended: null,
});

function connectionView({ id, serverId, since, callerKind, calls }: LiveConnection, server: string): ConnectionView {
  const named = calls.map(({ tool, since: began }) => ({ tool: cleanText(tool, longestName), since: began }));
  return { id, serverId, server, since, callerKind, calls: named };
}
