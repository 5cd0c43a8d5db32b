import type { Context } from '../connections/context.ts';
import type { Caller } from './caller/find-caller.ts';
import { programKey } from './caller/program-key.ts';
import { ownerOf } from '../history/owners.ts';
import type { ConnectedAgent } from './connected-agents.ts';
import { contentOf } from './kept-call.ts';
import type { RecordedCall } from './pump/bridge-parts.ts';

/** In milliseconds: a Keyfob that is killed loses at most the calls of this time. */
const writeEvery = 1000;

const cutOff = { outcome: 'cancelled', errorCode: 'cancelled' } as const;

/** One that cannot be recognized again may be another one each time. */
const patternOf = (caller: Caller) => (caller.pattern ? programKey(caller) : '');

type RecordContext = Pick<Context, 'store' | 'log' | 'now' | 'history'>;

/** Records the calls of agents, in one transaction a second, so that no answer waits for the disk. */
export class CallRecords {
  readonly #context: RecordContext;
  #writing: NodeJS.Timeout | undefined;
  #isEnded = false;

  constructor(context: RecordContext) {
    this.#context = context;
  }

  add(recorded: RecordedCall): void {
    const { caller, slot, address: _, errorCode: __, said: ___, ...call } = recorded;
    // The calls that the end cut off are recorded already.
    if (this.#isEnded) return;
    const { serverId } = slot;
    this.#context.store.agentCalls.record({ ...call, serverId, program: caller.name, pattern: patternOf(caller) });
    this.#writeLater();
    this.#keep(recorded);
  }

  /** Writes what was recorded. Never throws: after a failure it is written a second later. */
  write(): void {
    clearTimeout(this.#writing);
    this.#writing = undefined;
    try {
      this.#context.store.agentCalls.flush();
    } catch (error) {
      this.#context.log.warn('calls of agents were not recorded', { error });
      if (!this.#isEnded) this.#writeLater();
    }
  }

  /** Records the calls that are under way, which end without an answer, and writes all. Later ones are not recorded. */
  end(agents: readonly ConnectedAgent[]): void {
    if (this.#isEnded) return;
    const { store, now, history } = this.#context;
    for (const { serverId, slot, program, caller, calls } of agents)
      for (const { tool, since } of calls) {
        const milliseconds = Math.max(now() - since, 0);
        store.agentCalls.record({
          serverId,
          program,
          pattern: caller ? patternOf(caller) : '',
          tool,
          outcome: 'error',
          startedAt: since,
          milliseconds,
          bytes: 0,
        });
        const address = store.servers.get(slot.workspaceId, serverId)?.url ?? '';
        const times = { startedAt: since, milliseconds };
        history.record({ owner: ownerOf(slot), serverId, address, tool, program, ...cutOff, ...times });
      }
    this.#isEnded = true;
    this.write();
  }

  /** In the history, with what was said where the user wants that. */
  #keep({ caller, slot, said, ...call }: RecordedCall): void {
    const { history } = this.#context;
    history.record(
      { ...call, owner: ownerOf(slot), serverId: slot.serverId, program: caller.name },
      said && (() => contentOf(said, call.outcome, call.milliseconds)),
    );
  }

  #writeLater(): void {
    this.#writing ??= setTimeout(() => this.write(), writeEvery).unref();
  }
}
