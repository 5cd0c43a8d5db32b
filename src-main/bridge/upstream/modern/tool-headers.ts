import { headerParameters, parameterHeaders, type HeaderParameter } from './header-parameters.ts';
import { memberIn, spansIn } from '../wire/json-spans.ts';
import { messageFrom, methodOf, paramsOf } from '../wire/messages.ts';
import type { Message } from '../upstream.ts';

/** What is known of a server's tools, for the headers of calls. Connections to one server may share it. */
export class ToolHeaders {
  readonly #parameters = new Map<string, HeaderParameter[]>();

  /** Whether a call can be sent: any other request can. */
  knows(request: Message): boolean {
    return methodOf(request) !== 'tools/call' || this.#parameters.has(nameOf(request));
  }

  /** Of a `tools/call`; none for a tool that no list has named. */
  headersOf(request: Message): Record<string, string> {
    const parameters = methodOf(request) === 'tools/call' ? this.#parameters.get(nameOf(request)) : undefined;
    return parameters ? parameterHeaders(parameters, request) : {};
  }

  /**
   * Notes the tools of a list, which is the answer to `tools/list`, and returns it without those whose annotations are
   * invalid (MCP 2026-07-28, Streamable HTTP, "Schema Extension"). Everything else in it stays as it came.
   *
   * @param onLeftOut - Called with the name of each such tool, and the reason.
   */
  learn(list: Message, onLeftOut: (name: string, reason: string) => void = () => undefined): Message {
    const { result } = list.value as { result?: { tools?: unknown } | null };
    if (!Array.isArray(result?.tools)) return list;
    const invalid = new Set<number>();
    for (const [index, tool] of (result.tools as unknown[]).entries()) {
      if (typeof tool !== 'object' || tool === null) continue;
      const { name, inputSchema } = tool as { name?: unknown; inputSchema?: unknown };
      try {
        const parameters = headerParameters(inputSchema);
        if (typeof name === 'string') this.#parameters.set(name, parameters);
      } catch (error) {
        invalid.add(index);
        onLeftOut(String(name), (error as Error).message);
      }
    }
    return invalid.size === 0 ? list : without(list, invalid);
  }

  /** A tool that the server no longer lists is called without headers. */
  noteUnlisted(request: Message): void {
    if (!this.knows(request)) this.#parameters.set(nameOf(request), []);
  }
}

const nameOf = (call: Message): string => String(paramsOf(call)['name']);

/** The list without the tools at these places. */
function without({ text, value }: Message, places: ReadonlySet<number>): Message {
  const result = memberIn(text, 'result');
  const tools = result && memberIn(text, 'tools', result.start);
  if (!tools) return { text, value };
  const kept = spansIn(text, tools.start)
    .filter((_span, index) => !places.has(index))
    .map(({ start, end }) => text.slice(start, end));
  return messageFrom(`${text.slice(0, tools.start)}[${kept.join(',')}]${text.slice(tools.end)}`);
}
