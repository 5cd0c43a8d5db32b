import { logLevels, type LogEntryView, type LogLevel, type LogView } from '../../src-preload/contract.ts';
import { cleanText, harmlessText } from '../base/clean-text.ts';
import { slotKey, type Slot } from '../connections/slot.ts';

/** How many messages of each sign-in are kept, in memory alone. */
const mostEntries = 500;
const longestMessage = 10_000;

interface Log {
  level: LogLevel;
  entries: LogEntryView[];
}

/** The messages that servers log, by sign-in, since Keyfob started. */
export class ServerLogs {
  readonly #logs = new Map<string, Log>();
  #ids = 0;

  of(slot: Slot): LogView {
    const { level, entries } = this.#of(slot);
    return { level, entries: [...entries] };
  }

  /** Keeps a message as it may be shown. Undefined if it has no level that MCP knows. */
  note(slot: Slot, { level, logger, data }: { level?: unknown; logger?: unknown; data?: unknown }, at: number) {
    const known = logLevels.find((one) => one === level);
    if (known === undefined) return undefined;
    const name = typeof logger === 'string' ? cleanText(logger, 100) : '';
    this.#ids += 1;
    const entry: LogEntryView = { id: this.#ids, at, level: known, ...(name && { logger: name }), text: textOf(data) };
    const log = this.#of(slot);
    log.entries.push(entry);
    if (log.entries.length > mostEntries) log.entries.shift();
    return entry;
  }

  clear(slot: Slot): void {
    this.#of(slot).entries = [];
  }

  levelOf(slot: Slot): LogLevel {
    return this.#of(slot).level;
  }

  setLevel(slot: Slot, level: LogLevel): void {
    this.#of(slot).level = level;
  }

  #of(slot: Slot): Log {
    const key = slotKey(slot);
    const log = this.#logs.get(key) ?? { level: 'info', entries: [] };
    this.#logs.set(key, log);
    return log;
  }
}

/** A text as it is, anything else as JSON. */
function textOf(data: unknown): string {
  return harmlessText(typeof data === 'string' ? data : (JSON.stringify(data) ?? ''), longestMessage);
}
