import type { Store } from '../store/store.ts';
import type { AgentConnection, Hello } from './agent-connection.ts';
import type { Caller } from './caller/find-caller.ts';
import type { BridgeParts } from './pump/bridge-parts.ts';
import type { Admission } from './listener/arrivals.ts';
import { chooseTarget, type NoTarget, type Target } from './listener/choose-target.ts';
import { longestLine, longestUnasked, messagesOf, type Conversation } from './listener/conversation.ts';
import type { TooLong } from './listener/socket-reader.ts';
import type { TextBudget, TextShare } from './text-budget.ts';

/** What a connection is told that cannot be served as it asked. Placeholders are in braces. */
export interface AdmitWords {
  usage: string;
  noServer: string;
  /** Follows where the program may know them. */
  itsServers: string;
  /** Follows where it may not. */
  whereNames: string;
  noWorkspace: string;
  noProfile: string;
  lineTooLong: string;
  lineTooLongUnasked: string;
  noRoom: string;
}

/**
 * Serves one agent until its connection ends or there is nothing more to say. `own`: what Keyfob's own commands have in
 * place of what other agents have.
 */
export type Serve = (connection: AgentConnection, target: Target, own?: OwnParts) => Promise<void>;

export type OwnParts = Pick<BridgeParts, 'attention' | 'onRefusal'>;

interface AdmitOptions {
  store: Store;
  words: () => AdmitWords;
  /** The aliases of the servers that this program may use; none while Keyfob is locked. */
  namesFor: (caller: Caller) => string[];
  serve: Serve;
  texts: TextBudget;
}

/** The app's own codes begin at -31010 (docs/bridge.md, "What the agent sees"). */
const codes = { noRoom: -31018, lineTooLong: -31019 };

/** Accepts the connection of `keyfob mcp SERVER`, or says what of its command line does not exist. */
export function admitAgent(
  { store, words, namesFor, serve, texts }: AdmitOptions,
  hello: Hello,
  caller: Promise<Caller>,
): Admission | Promise<Admission> {
  const target = chooseTarget(store, hello.argv.slice(1));
  if ('missing' in target) return caller.then((found) => ({ refused: refusal(target, words(), namesFor(found)) }));
  return {
    async serve(conversation) {
      const text = texts.share();
      const closed = () => text.release();
      if (conversation.signal.aborted) return;
      conversation.signal.addEventListener('abort', closed, { once: true });
      await serve(agentConnection(hello, caller, { ...conversation, text }, words), target);
    },
  };
}

function refusal(target: NoTarget, words: AdmitWords, names: readonly string[]): string {
  if (target.missing === 'usage') return words.usage;
  const name = (text: string) => text.replace('{name}', () => target.name.slice(0, 100));
  if (target.missing === 'workspace') return name(words.noWorkspace);
  if (target.missing === 'profile') return name(words.noProfile);
  const more = names.length > 0 ? words.itsServers.replace('{names}', () => names.join(', ')) : words.whereNames;
  return `${name(words.noServer)} ${more}`;
}

function agentConnection(
  hello: Hello,
  caller: Promise<Caller>,
  conversation: Conversation & { text: TextShare },
  words: () => AdmitWords,
): AgentConnection {
  const { signal, end, text } = conversation;
  const write = (message: string) => conversation.write(`${message}\n`);
  let longest = longestLine;
  const onTooLong = async ({ id, hadNoRoom }: TooLong) => {
    const why = hadNoRoom ? 'noRoom' : 'lineTooLong';
    const isUnasked = !hadNoRoom && longest === longestUnasked;
    const error = JSON.stringify({ code: codes[why], message: words()[isUnasked ? 'lineTooLongUnasked' : why] });
    // The id as it was written: a number above 2^53 must not change.
    if (id !== undefined) await write(`{"jsonrpc":"2.0","id":${id},"error":${error}}`);
  };
  const longestNow = (length: number) =>
    (longest = length > longestUnasked && !connection.isAllowed?.() ? longestUnasked : longestLine);
  const lines = messagesOf(conversation, onTooLong, longestNow);
  const connection: AgentConnection = { hello, caller, lines, write, text, signal, end };
  return connection;
}
