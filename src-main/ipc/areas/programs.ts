import * as z from 'zod/mini';
import type { ProgramsView } from '../../../src-preload/contract.ts';
import type { ProgramRequests } from '../../../src-preload/contract/program.ts';
import { cleanText } from '../../base/clean-text.ts';
import { id, noInput } from '../../base/schema.ts';
import { isAdmin, type Session } from '../../connections/slot.ts';
import type { Area, Services } from '../area.ts';

/** In characters, as in the window that asks. */
const longestName = 80;
const longestPath = 300;

export const programs: Area<ProgramRequests> = {
  'programs:list': {
    input: noInput,
    answer: (services, { session }) => programsView(services, session),
  },
  'programs:revoke': {
    input: z.strictObject({ programId: id, serverId: id, profileId: z.nullable(id) }),
    async answer(services, { session }, { programId, serverId, profileId }) {
      const found = programsView(services, session).grants.find(
        (one) => one.programId === programId && one.serverId === serverId && one.profileId === profileId,
      );
      if (found) await services.agents.revoke({ programId, serverId, profileId });
      return programsView(services, session);
    },
  },
};

/** What this profile may see and end. */
function programsView({ context, agents }: Pick<Services, 'context' | 'agents'>, session: Session): ProgramsView {
  const ofShared = isAdmin(context, session);
  const grants = context.store.programGrants
    .list()
    .filter(({ workspaceId, profileId }) => {
      if (workspaceId !== session.workspaceId) return false;
      return profileId === null ? ofShared : profileId === session.profileId;
    })
    .map(({ programId, program, path, serverId, server, profileId, answer, decidedAt, lastUsed }) => ({
      programId,
      program: cleanText(program, longestName),
      path: cleanText(path, longestPath),
      serverId,
      server,
      profileId,
      answer,
      decidedAt,
      lastUsed,
    }));
  return { grants, problem: agents.problem() };
}
