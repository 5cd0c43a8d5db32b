import { onTestFinished } from 'vitest';
import type { AskedCall, Decision, ToolUse } from '../../../src-main/bridge/access/access.ts';
import { Pause } from '../../../src-main/bridge/access/pause.ts';
import { ListCache } from '../../../src-main/bridge/lists/list-cache.ts';
import type { BridgeParts, PumpSettings, RecordedCall } from '../../../src-main/bridge/pump/bridge-parts.ts';
import { CallPace } from '../../../src-main/bridge/pump/call-pace.ts';
import { serveAgent } from '../../../src-main/bridge/pump/serve-agent.ts';
import { openUpstream } from '../../../src-main/bridge/upstream/open-upstream.ts';
import type { DomainEvent } from '../../../src-main/connections/context.ts';
import { requireServer, type Slot } from '../../../src-main/connections/slot.ts';
import { wordsFor } from '../../../src-main/shell/words.ts';
import type { Keyfob } from '../../support/keyfob.ts';
import { AgentSide } from './agent-side.ts';

const day = 86_400_000;

/** A pump on a real engine; the test stands for the user's decisions and the desktop. */
export class Pump {
  readonly kit: Keyfob;
  readonly serverId: string;
  readonly parts: BridgeParts;
  readonly lists: ListCache;
  readonly recorded: RecordedCall[] = [];
  /** Whether the program may use the sign-in. */
  isAllowed = true;
  hasDisplay = true;
  readonly pause = new Pause();
  /** What the pump said that the server lists. */
  readonly seen: { tools: readonly unknown[]; isLast: boolean }[] = [];
  /** What the agent may do with single tools; with all others, it may do all. */
  readonly uses: Record<string, ToolUse> = {};
  readonly askedCalls: AskedCall[] = [];
  callDecision: Decision = 'allowed';
  readonly toolListeners = new Set<() => void>();
  isLocked = false;
  /** The questions that wait for a decision. */
  readonly questions: ((decision: Decision) => void)[] = [];
  /** The slots whose sign-in was opened. */
  readonly signIns: Slot[] = [];
  readonly #unlocked: (() => void)[] = [];
  readonly #ended = new Set<() => void>();
  readonly #listeners = new Set<(event: DomainEvent) => void>();
  readonly #changed: (() => void)[] = [];

  constructor(kit: Keyfob, serverId: string, settings: Partial<PumpSettings> = {}) {
    this.kit = kit;
    this.serverId = serverId;
    this.lists = new ListCache({ context: kit.context });
    kit.subscribe((event) => {
      this.lists.follow(event);
      for (const listener of this.#listeners) listener(event);
    });
    const noted = () => {
      for (const tell of this.#changed.splice(0)) tell();
    };
    this.parts = {
      context: kit.context,
      access: {
        isAllowed: () => this.isAllowed,
        ask: (_caller, _slot, signal) =>
          new Promise((resolve, reject) => {
            this.questions.push(resolve);
            signal.addEventListener('abort', () => reject(signal.reason as Error));
            noted();
          }),
        whenEnded: (_caller, _slot, listener) => {
          this.#ended.add(listener);
          return () => this.#ended.delete(listener);
        },
        seeTools: (_slot, tools, isLast) => void this.seen.push({ tools, isLast }),
        toolUses: () => (tool) => this.uses[tool] ?? 'allowed',
        askCall: async (_caller, _slot, call) => {
          this.askedCalls.push(call);
          return this.callDecision;
        },
        askCommand: async () => 'allowed',
        whenToolsChange: (_slot, listener) => {
          this.toolListeners.add(listener);
          return () => this.toolListeners.delete(listener);
        },
        isPaused: () => this.pause.isPaused,
        unpaused: (signal) => this.pause.over(signal),
      },
      attention: {
        hasDisplay: () => this.hasDisplay,
        isLocked: () => this.isLocked,
        unlocked: (signal) =>
          new Promise((resolve, reject) => {
            if (!this.isLocked) return resolve();
            this.#unlocked.push(resolve);
            signal.addEventListener('abort', () => reject(signal.reason as Error));
            noted();
          }),
        signIn: (slot) => {
          this.signIns.push(slot);
          noted();
        },
      },
      lists: this.lists,
      pace: new CallPace(kit.context.now),
      listen: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      words: () => wordsFor('en').forAgents,
      calling: () => () => undefined,
      record: (call) => this.recorded.push(call),
      openUpstream,
      // No test waits for the clock: what takes long is not over, unless the test says so.
      settings: { initializeWait: day, openAfter: day, decisionWait: day, listWait: day, parkFor: day, ...settings },
    };
  }

  get slot(): Slot {
    return this.kit.slot(this.serverId);
  }

  /** Connects an agent, which is served until the test ends. */
  connect(agent = new AgentSide(), slot = this.slot): AgentSide & { served: Promise<void> } {
    const server = requireServer(this.kit.store, this.kit.session, this.serverId);
    const served = serveAgent(agent.connection, { asked: 'its-alias', server, slot }, this.parts);
    onTestFinished(async () => {
      agent.hangUp();
      await served;
    });
    return Object.assign(agent, { served });
  }

  unlock(): void {
    this.isLocked = false;
    for (const resolve of this.#unlocked.splice(0)) resolve();
  }

  endPermission(): void {
    this.isAllowed = false;
    for (const listener of this.#ended) listener();
  }

  decide(decision: Decision): void {
    if (decision === 'allowed') this.isAllowed = true;
    for (const resolve of this.questions.splice(0)) resolve(decision);
  }

  /** Resolves when the user is needed in this way. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => this.#changed.push(resolve));
  }
}
