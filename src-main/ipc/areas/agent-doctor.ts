import * as z from 'zod/mini';
import type { AgentDoctorRequests } from '../../../src-preload/contract/agent-doctor.ts';
import { programIds } from '../../../src-preload/contract/wiring.ts';
import { agentDoctor as doctorOf } from '../../agent-doctor/agent-doctor.ts';
import { id, noInput } from '../../base/schema.ts';
import { requireServer } from '../../connections/slot.ts';
import type { Area } from '../area.ts';

export const agentDoctor: Area<AgentDoctorRequests> = {
  'doctor:agent': {
    input: z.strictObject({ program: z.enum(programIds), serverId: id }),
    answer(services, { session }, { program, serverId }) {
      requireServer(services.context.store, session, serverId);
      return doctorOf(services).examine(session, program, serverId);
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
