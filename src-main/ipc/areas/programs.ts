import * as z from 'zod/mini';
import type { ProgramRequests } from '../../../src-preload/contract/program.ts';
import { id, noInput } from '../../base/schema.ts';
import { requireServer, type Session } from '../../connections/slot.ts';
import type { Area, LiveConnection, Services } from '../area.ts';
import { connectionsOf, grantsOf, programsView } from '../programs-view.ts';

const ofProgram = z.strictObject({ programId: id });

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
    input: z.strictObject({ programId: id, serverId: id, profileId: z.nullable(id) }),
    async answer(services, { session }, { programId, serverId, profileId }) {
      const found = grantsOf(services, session).find(
        (one) => one.programId === programId && one.serverId === serverId && one.profileId === profileId,
      );
      if (found) await services.agents.revoke({ programId, serverId, profileId });
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
      for (const { serverId, profileId, ...grant } of grantsOf(services, session))
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

/** Ends the connections of a program, so far as the profile may see them. */
function stop(services: Services, session: Session, programId: string): void {
  const pattern = services.context.store.programs.patternOf(programId);
  if (pattern !== undefined) end(services, session, (one) => one.pattern === pattern);
}

function end(services: Services, session: Session, isMeant: (one: LiveConnection) => boolean): void {
  const ended = connectionsOf(services, session).filter(isMeant);
  services.agents.end(ended.map(({ id }) => id));
}
