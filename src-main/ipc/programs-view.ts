import type { ConnectionView, GrantView, ProgramsView, ProgramView } from '../../src-preload/contract.ts';
import { cleanText } from '../base/clean-text.ts';
import { isAdmin, slotKey, type Session, type Slot } from '../connections/slot.ts';
import type { CallsOfDay } from '../store/agent-calls.ts';
import type { GrantRow } from '../store/program-grants.ts';
import type { ProgramRow } from '../store/programs.ts';
import type { EndedGrant } from '../store/ended-grants.ts';
import type { LiveConnection, LockGrant, Services } from './area.ts';

/** In characters, as in the window that asks. */
const longestName = 80;
const longestPath = 300;

const day = 86_400_000;
const days = 7;

type Needed = Pick<Services, 'context' | 'agents'>;

/** Whether a profile may see what is done with this sign-in, and end it: its own, and for admins the shared ones. */
export function isTheirs({ context }: Needed, session: Session) {
  const ofShared = isAdmin(context, session);
  return ({ workspaceId, profileId }: { workspaceId: string; profileId: string | null }) =>
    workspaceId === session.workspaceId && (profileId === null ? ofShared : profileId === session.profileId);
}

export function grantsOf(services: Needed, session: Session): GrantRow[] {
  return services.context.store.programGrants.list().filter(isTheirs(services, session));
}

export function lockGrantsOf(services: Needed, session: Session): LockGrant[] {
  const isSeen = isTheirs(services, session);
  return services.agents.untilLock().filter(({ slot }) => isSeen(slot));
}

/** In the record of all programs: how many of the newest are shown. */
const mostEnded = 1000;

function endedOf(services: Needed, session: Session): EndedGrant[] {
  return services.context.store.endedGrants.list(mostEnded).filter(isTheirs(services, session));
}

export function connectionsOf(services: Needed, session: Session): LiveConnection[] {
  return services.agents.connected().filter(isTheirs(services, session));
}

export function programsView(services: Needed, session: Session): ProgramsView {
  const { context, agents } = services;
  const { store } = context;
  const grants = Map.groupBy(grantsOf(services, session), ({ programId }) => programId);
  const locked = Map.groupBy(lockGrantsOf(services, session), ({ programId }) => programId);
  const ended = Map.groupBy(endedOf(services, session), ({ programId }) => programId);
  const rows = store.programs.list();
  const known = new Set(rows.map(({ pattern }) => pattern));
  const isKnown = ({ pattern }: LiveConnection) => pattern !== undefined && known.has(pattern);
  const live = connectionsOf(services, session);
  const connected = Map.groupBy(live.filter(isKnown), ({ pattern }) => pattern);
  const serverName = (id: string) => store.servers.get(session.workspaceId, id)?.name ?? '';
  const viewed = (connection: LiveConnection) => connectionView(connection, serverName(connection.serverId));
  const since = new Date(context.now()).setHours(24, 0, 0, 0) - days * day;
  const counted = store.agentCalls.perDay(since).filter(({ serverId }) => serverName(serverId) !== '');
  const calls = Map.groupBy(counted, ({ pattern }) => pattern);
  const callsOf = ({ name, pattern }: ProgramRow) => [
    ...(calls.get(pattern) ?? []),
    // Of an earlier version, which kept no more than the name.
    ...(calls.get(null)?.filter(({ program }) => program === name) ?? []),
  ];
  // Many programs may have a permission for the same sign-in.
  const waitingOf = new Map<string, number>();
  const waiting = (slot: Slot) => {
    const key = slotKey(slot);
    const known = waitingOf.get(key) ?? agents.changes(slot).length;
    waitingOf.set(key, known);
    return known;
  };
  const programs = rows.flatMap((row): ProgramView[] => {
    const [own, open] = [grants.get(row.id) ?? [], connected.get(row.pattern) ?? []];
    const [untilLock, over] = [locked.get(row.id) ?? [], ended.get(row.id) ?? []];
    if (own.length + open.length + untilLock.length + over.length === 0) return [];
    return [
      {
        ...programView(row, agents.lookOf(row), callsOf(row)),
        grants: [
          ...own.map((one) => grantView(one, waiting(one))),
          ...untilLock.map((one) => lockGrantView(one, serverName(one.slot.serverId), waiting(one.slot))),
        ],
        ended: over.map(endedView),
        connections: open.map(viewed),
      },
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

function programView(
  { id, name, path, firstSeen, lastSeen }: ProgramRow,
  look: Pick<ProgramView, 'isClaim' | 'icon'>,
  calls: readonly CallsOfDay[],
) {
  const perDay = (count: (one: CallsOfDay) => number) =>
    Array.from({ length: days }, (_, at) =>
      calls.filter((one) => one.day === at).reduce((sum, one) => sum + count(one), 0),
    );
  return {
    id,
    name: cleanText(name, longestName),
    ...look,
    path: cleanText(path, longestPath),
    firstSeen,
    lastSeen,
    calls: perDay((one) => one.calls),
    failed: perDay((one) => one.failed),
  };
}

type Kept = Pick<GrantView, 'programId' | 'serverId' | 'server' | 'profileId' | 'tools' | 'decidedAt' | 'lastUsed'>;

const kept = ({ programId, serverId, server, profileId, tools, decidedAt, lastUsed }: Kept): Kept => ({
  programId,
  serverId,
  server,
  profileId,
  tools,
  decidedAt,
  lastUsed,
});

const said = (answer: GrantRow['answer']): GrantView['answer'] => (answer === 'always' ? 'allowed' : 'never');

function grantView(grant: GrantRow, waiting: number): GrantView {
  const answer = said(grant.answer);
  return { ...kept(grant), answer, until: 'revoked', waiting: answer === 'allowed' ? waiting : 0, ended: null };
}

function lockGrantView({ slot, ...grant }: LockGrant, server: string, waiting: number): GrantView {
  return { ...kept({ ...grant, ...slot, server }), answer: 'allowed', until: 'lock', waiting, ended: null };
}

function endedView(grant: EndedGrant): GrantView {
  const { answer, until, endedAt: at, why } = grant;
  return { ...kept(grant), answer: said(answer), until, waiting: 0, ended: { at, why } };
}

function connectionView({ id, serverId, since, callerKind, calls }: LiveConnection, server: string): ConnectionView {
  const named = calls.map(({ tool, since: began }) => ({ tool: cleanText(tool, longestName), since: began }));
  return { id, serverId, server, since, callerKind, calls: named };
}
