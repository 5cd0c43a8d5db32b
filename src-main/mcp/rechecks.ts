import { mapLimit } from '../base/map-limit.ts';
import type { Context, DomainEvent } from '../connections/context.ts';
import { publishServerChanged } from '../connections/publish-server-changed.ts';
import type { Slot } from '../connections/slot.ts';
import type { SessionPool } from './session-pool.ts';

const mostAtOnce = 4;

/** The part of Electron's `powerMonitor` that is used here. */
interface ResumeEvents {
  on: (event: 'resume', listener: () => void) => unknown;
}

/**
 * Retries unreachable servers when their pause is over, so that windows learn when they are back. `Health` decides the
 * pauses.
 */
export class Rechecks {
  readonly #context: Context;
  readonly #pool: SessionPool;
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  #stopped = false;

  constructor(context: Context, pool: SessionPool) {
    this.#context = context;
    this.#pool = pool;
  }

  /** After sleep, the computer may be on another network. */
  start(power?: ResumeEvents): void {
    power?.on('resume', () => void this.#look());
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Every failure and recovery publishes `server_changed`. */
  follow(event: DomainEvent): void {
    if (event.type === 'server_changed') this.#sleep();
  }

  #sleep(): void {
    clearTimeout(this.#timer);
    if (this.#stopped || this.#running) return;
    const next = Math.min(...this.#context.health.retries().map(({ retryAt }) => retryAt));
    if (next === Infinity) return;
    this.#timer = setTimeout(() => void this.#look(), Math.max(next - this.#context.now(), 0)).unref();
  }

  async #look(): Promise<void> {
    if (this.#running || this.#stopped) return;
    this.#running = true;
    const now = this.#context.now();
    const due = this.#context.health.retries().filter(({ retryAt }) => retryAt <= now);
    try {
      await mapLimit(mostAtOnce, due, ({ slot }) => this.#ask(slot));
    } finally {
      this.#running = false;
      this.#sleep();
    }
  }

  async #ask(slot: Slot): Promise<void> {
    const server = this.#context.store.servers.get(slot.workspaceId, slot.serverId);
    if (!server?.enabled) {
      this.#context.health.clear(slot);
      return;
    }
    try {
      const { useSession } = await import('./use-session.ts');
      const engine = { context: this.#context, pool: this.#pool };
      await useSession(engine, { server, slot }, (client) => client.listToolsAnew(), {
        isIdempotent: true,
      });
    } catch (error) {
      this.#context.log.info('a server still does not answer', { error });
      // A server that is still unreachable has its next pause by now. Any other result means that it answered.
      const { health, now } = this.#context;
      if (health.paused(slot, now()) || !health.unreachable(slot)) return;
      health.clear(slot);
      publishServerChanged(this.#context, slot);
    }
  }
}
