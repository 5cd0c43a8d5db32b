import type { BridgeProblem, WiringPlace } from '../../src-preload/contract.ts';
import { serverView } from '../connections/connection-view.ts';
import type { Context } from '../connections/context.ts';
import { requireServer, slotOf, type Session, type Slot } from '../connections/slot.ts';
import { askConnector } from './ask-connector.ts';
import { askSocket } from './ask-socket.ts';
import type { FactsReader } from './examine-agent.ts';
import { decisionIn } from './permission-fact.ts';
import { isNamed } from './program-names.ts';

/** What the doctor needs to know of the app's way to agents. */
export interface AgentFactsSource {
  /** Why agents cannot reach this Keyfob. */
  problem: () => BridgeProblem | null;
  isPaused: () => boolean;
  /** The permissions that end when Keyfob is locked or quits. */
  untilLock: () => readonly { programId: string; slot: Pick<Slot, 'serverId' | 'profileId'> }[];
  /** The programs about which the user is being asked now. */
  asking: () => readonly { program: string; serverId: string }[];
  /** The path of the connector, as the settings of programs name it. */
  connector: () => string;
  /** The path of the connector of the app's own files. */
  ownConnector: () => string;
  socket: () => string;
}

interface ReaderParts {
  context: Context;
  session: Session;
  /** What is known of every program and a server: `wiring:list` answers it. */
  places: (session: Session, serverId: string) => Promise<readonly WiringPlace[]>;
  agents: AgentFactsSource;
}

/** Reads the facts as a session sees them. */
export function factsReader({ context, session, places, agents }: ReaderParts): FactsReader {
  const { store } = context;
  return {
    async place(program, serverId) {
      const listed = await places(session, serverId);
      return listed.find((one) => one.program === program);
    },
    connector: () => askConnector(agents.connector(), agents.ownConnector()),
    async socket() {
      const problem = agents.problem();
      if (problem === 'another_app') return 'taken';
      if (problem === 'home_too_long' || problem === 'home_not_written') return problem;
      return askSocket(agents.socket());
    },
    async permission({ program, name, serverId }, isWired) {
      const { profileId } = slotOf(session, requireServer(store, session, serverId));
      const isMeant = (one: { program: string; serverId: string }) =>
        one.serverId === serverId && isNamed(program, name, one.program);
      const grants = store.programGrants.list().filter((one) => one.profileId === profileId && isMeant(one));
      const names = new Map(store.programs.list().map((one) => [one.id, one.name]));
      const isUntilLock = agents
        .untilLock()
        .some(
          ({ programId, slot }) =>
            slot.profileId === profileId && isMeant({ program: names.get(programId) ?? '', serverId: slot.serverId }),
        );
      return {
        decision: decisionIn(grants, isUntilLock, isWired),
        isAsking: agents.asking().some(isMeant),
        isPaused: agents.isPaused(),
      };
    },
    async signIn({ serverId }) {
      return serverView(context, session, requireServer(store, session, serverId)).status.state;
    },
    async lastCall({ program, name, serverId }) {
      const calls = store.agentCalls.lastOfEach(serverId).filter((one) => isNamed(program, name, one.program));
      return calls.toSorted((a, b) => b.id - a.id)[0] ?? null;
    },
  };
}
