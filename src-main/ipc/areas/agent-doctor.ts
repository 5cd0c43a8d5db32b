import * as z from 'zod/mini';
import type { AgentDoctorRequests } from '../../../src-preload/contract/agent-doctor.ts';
import { programIds } from '../../../src-preload/contract/wiring.ts';
import { examineAgent } from '../../agent-doctor/examine-agent.ts';
import { factsReader } from '../../agent-doctor/read-facts.ts';
import { id, noInput } from '../../base/schema.ts';
import { requireServer } from '../../connections/slot.ts';
import type { Area } from '../area.ts';

export const agentDoctor: Area<AgentDoctorRequests> = {
  'doctor:agent': {
    input: z.strictObject({ program: z.enum(programIds), serverId: id }),
    answer({ context, agents, wiring }, { session }, { program, serverId }) {
      requireServer(context.store, session, serverId);
      const places = (...asked: Parameters<typeof wiring.places>) => wiring.places(...asked);
      return examineAgent(factsReader({ context, session, places, agents }), program, serverId);
    },
  },
  'doctor:repair': {
    input: noInput,
    async answer({ agents }) {
      await agents.repair();
      return null;
    },
  },
  'doctor:show-question': {
    input: noInput,
    answer({ agents }) {
      agents.showQuestions();
      return null;
    },
  },
};
