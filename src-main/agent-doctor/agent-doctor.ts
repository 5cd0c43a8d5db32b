import type { AgentReport, ProgramId, WiringPlace } from '../../src-preload/contract.ts';
import type { Context } from '../connections/context.ts';
import type { Session } from '../connections/slot.ts';
import { examineAgent } from './examine-agent.ts';
import { factsReader, type AgentFactsSource } from './read-facts.ts';

interface DoctorParts {
  context: Context;
  wiring: { places: (session: Session, serverId: string) => Promise<readonly WiringPlace[]> };
  agents: AgentFactsSource & { repair: () => Promise<void> };
}

/** The doctor for agents, as commands use it. */
export const agentDoctor = ({ context, wiring, agents }: DoctorParts) => ({
  examine(session: Session, program: ProgramId, serverId: string): Promise<AgentReport> {
    const places = (...asked: Parameters<typeof wiring.places>) => wiring.places(...asked);
    return examineAgent(factsReader({ context, session, places, agents }), program, serverId);
  },
  repair: () => agents.repair(),
});
