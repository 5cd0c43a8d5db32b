import * as z from 'zod/mini';
import type { ProgramRequests } from '../../../src-preload/contract/program.ts';
import type { GrantSlot } from '../../store/program-grants.ts';
import { boundedText, id, noInput } from '../../base/schema.ts';
import { requireServer, type Session, type Slot } from '../../connections/slot.ts';
import type { Area, LiveConnection, Services } from '../area.ts';
import { connectionsOf, grantsOf, isTheirs, lockGrantsOf, programsView } from '../programs-view.ts';

const ofProgram = z.strictObject({ programId: id });
const ofSlot = { serverId: id, profileId: z.nullable(id) };
const ofGrant = { programId: id, ...ofSlot };
/** As servers write it: of any length within an answer. */
const toolName = boundedText(4096);
const toolScope = z.strictObject({
  rule: z.enum(['all', 'reading', 'chosen', 'each_call']),
  allowed: z.array(toolName).check(z.maxLength(10_000)),
});

export const programs: Area<ProgramRequests> = {
  'programs:list': {
    input: noInput,
    answer: (services, { session }) => programsView(services, session),
  },
  'programs:working': {
    input: noInput,
    answer(services, { session }) {
      const working = connectionsOf(services, session).filter(({ calls }) => calls.length > 0);
      return {
        working: new Set(working.map((one) => one.pattern ?? one.id)).size,
        isPaused: services.agents.isPaused(),
      };
    },
  },
  'programs:entry': {
    input: z.strictObject({ serverId: z.nullable(id) }),
    answer({ context, agents }, { session }, { serverId }) {
      const server = serverId === null ? undefined : requireServer(context.store, session, serverId);
      const alias = server && context.store.serverAliases.of(server.id);
      return { command: agents.connector(), args: ['mcp', alias ?? 'NAME'] };
    },
  },
  'programs:revoke': {
    input: z.strictObject(ofGrant),
    async answer(services, { session }, grant) {
      if (findGrant(services, session, grant)) await services.agents.revoke(grant);
      return programsView(services, session);
    },
  },
  'programs:set-tools': {
    input: z.strictObject({ ...ofGrant, tools: toolScope }),
    answer(services, { session }, { tools, ...grant }) {
      if (findGrant(services, session, grant)) services.agents.setTools(grant, tools);
      return programsView(services, session);
    },
  },
  'programs:tools': {
    input: z.strictObject(ofGrant),
    answer: (services, { session }, { serverId, profileId }) => {
      const slot = theirSlot(services, session, { serverId, profileId });
      return { tools: slot ? services.agents.tools(slot) : [] };
    },
  },
  'programs:changes': {
    input: z.strictObject(ofSlot),
    answer(services, { session }, input) {
      const slot = theirSlot(services, session, input);
      return slot ? services.agents.changes(slot) : [];
    },
  },
  'programs:approve': {
    input: z.strictObject({
      ...ofSlot,
      tools: z.array(z.strictObject({ name: toolName, hash: boundedText(64) })).check(z.maxLength(10_000)),
    }),
    answer(services, { session }, { tools, ...input }) {
      const slot = theirSlot(services, session, input);
      if (slot) services.agents.approve(slot, tools);
      return programsView(services, session);
    },
  },
  'programs:stop': {
    input: ofProgram,
    answer(services, { session }, { programId }) {
      stop(services, session, programId);
      return programsView(services, session);
    },
  },
  'programs:forget': {
    input: ofProgram,
    async answer(services, { session }, { programId }) {
      stop(services, session, programId);
      const locked = lockGrantsOf(services, session).map((one) => ({ programId: one.programId, ...one.slot }));
      for (const { serverId, profileId, ...grant } of [...grantsOf(services, session), ...locked])
        if (grant.programId === programId) await services.agents.revoke({ programId, serverId, profileId });
      services.context.store.programs.removeUnused(programId);
      return programsView(services, session);
    },
  },
  'programs:close': {
    input: z.strictObject({ connectionId: id }),
    answer(services, { session }, { connectionId }) {
      end(services, session, (one) => one.id === connectionId);
      return programsView(services, session);
    },
  },
  'programs:pause': {
    input: z.strictObject({ isPaused: z.boolean() }),
    answer(services, { session }, { isPaused }) {
      services.agents.pause(isPaused);
      return programsView(services, session);
    },
  },
};

/** Whether there is such a permission that the profile may see. */
function findGrant(services: Services, session: Session, { programId, ...slot }: GrantSlot & { programId: string }) {
  const isIt = (one: GrantSlot & { programId: string }) =>
    one.programId === programId && one.serverId === slot.serverId && one.profileId === slot.profileId;
  const locked = lockGrantsOf(services, session).map((one) => ({ programId: one.programId, ...one.slot }));
  return [...grantsOf(services, session), ...locked].some(isIt);
}

/** The sign-in, if the profile may see what is done with it. */
function theirSlot(services: Services, session: Session, { serverId, profileId }: GrantSlot): Slot | undefined {
  const { workspaceId } = session;
  const slot = { workspaceId, serverId, profileId };
  const isThere = services.context.store.servers.get(workspaceId, serverId) !== undefined;
  return isThere && isTheirs(services, session)(slot) ? slot : undefined;
}

/** Ends the connections of a program, so far as the profile may see them. */
function stop(services: Services, session: Session, programId: string): void {
  const pattern = services.context.store.programs.patternOf(programId);
  if (pattern !== undefined) end(services, session, (one) => one.pattern === pattern);
}

function end(services: Services, session: Session, isMeant: (one: LiveConnection) => boolean): void {
  const ended = connectionsOf(services, session).filter(isMeant);
  services.agents.end(ended.map(({ id }) => id));
}
