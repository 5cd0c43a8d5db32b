/** What the stand-in for a model answers: a call of a tool, or the text that ends the turn. */
export type Step = { name: string; input: Record<string, unknown> } | { text: string };

interface Asked {
  /** The names of the tools that the client offers. */
  tools: string[];
  /** What the tools have answered so far in this conversation, as JSON. */
  results: string[];
}

interface Answer {
  body: string;
  /** Server-sent events, else one JSON value. */
  isStream: boolean;
}

/** One API of models: how a request is read and an answer is written. */
export interface Form {
  path: RegExp;
  read: (request: unknown) => Asked;
  write: (step: Step, path: string) => Answer;
}

const event = (data: object, name?: string) => `${name ? `event: ${name}\n` : ''}data: ${JSON.stringify(data)}\n\n`;

/** OpenAI's Responses API, which Codex speaks: https://platform.openai.com/docs/api-reference/responses-streaming */
const responses: Form = {
  path: /\/responses$/,
  read(request) {
    const { tools = [], input } = request as {
      tools?: { type: string; name?: string; tools?: { name: string }[] }[];
      input: { type: string; output?: unknown }[];
    };
    return {
      // A server's tools lie in a namespace of theirs.
      tools: tools.flatMap(({ name = '', tools: inner }) =>
        inner ? inner.map((tool) => `${name}${separator}${tool.name}`) : [name],
      ),
      results: input.filter(({ type }) => type === 'function_call_output').map(({ output }) => JSON.stringify(output)),
    };
  },
  write(step) {
    const id = crypto.randomUUID();
    const [namespace, name] = 'name' in step ? namesIn(step.name) : [];
    const item =
      'name' in step
        ? {
            type: 'function_call',
            call_id: id,
            name,
            arguments: JSON.stringify(step.input),
            ...(namespace && { namespace }),
          }
        : { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: step.text }] };
    const usage = {
      input_tokens: 1,
      input_tokens_details: null,
      output_tokens: 1,
      output_tokens_details: null,
      total_tokens: 2,
    };
    const events = [
      { type: 'response.created', response: { id } },
      { type: 'response.output_item.done', item },
      { type: 'response.completed', response: { id, usage } },
    ];
    return { body: events.map((one) => event(one, one.type)).join(''), isStream: true };
  },
};

/** Between a namespace and the name of a tool in it, in what is offered. */
const separator = '/';

function namesIn(name: string): [namespace: string | undefined, name: string] {
  const place = name.indexOf(separator);
  return place === -1 ? [undefined, name] : [name.slice(0, place), name.slice(place + 1)];
}

/** OpenAI's Chat Completions, which opencode and Continue speak: https://platform.openai.com/docs/api-reference/chat */
const chat: Form = {
  path: /\/chat\/completions$/,
  read(request) {
    const { tools = [], messages } = request as {
      tools?: { function: { name: string } }[];
      messages: { role: string; content: unknown }[];
    };
    return {
      tools: tools.map((tool) => tool.function.name),
      results: messages.filter(({ role }) => role === 'tool').map(({ content }) => JSON.stringify(content)),
    };
  },
  write(step) {
    const chunk = (delta: object, finish: string | null = null) => ({
      id: 'chat',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'scripted',
      choices: [{ index: 0, delta, finish_reason: finish }],
    });
    const call = (name: string, input: object) => ({
      index: 0,
      id: crypto.randomUUID(),
      type: 'function',
      function: { name, arguments: JSON.stringify(input) },
    });
    const isCall = 'name' in step;
    const said = isCall ? { tool_calls: [call(step.name, step.input)] } : { content: step.text };
    const chunks = [chunk({ role: 'assistant', ...said }), chunk({}, isCall ? 'tool_calls' : 'stop')];
    return { body: `${chunks.map((one) => event(one)).join('')}data: [DONE]\n\n`, isStream: true };
  },
};

/** The Gemini API: https://ai.google.dev/api/generate-content */
const gemini: Form = {
  path: /:(?:streamG|g)enerateContent/,
  read(request) {
    const { tools = [], contents } = request as {
      tools?: { functionDeclarations?: { name: string }[] }[];
      contents: { parts: { functionResponse?: { response: unknown } }[] }[];
    };
    return {
      tools: tools.flatMap(({ functionDeclarations = [] }) => functionDeclarations.map(({ name }) => name)),
      results: contents
        .flatMap(({ parts }) => parts)
        .flatMap(({ functionResponse }) => (functionResponse ? [JSON.stringify(functionResponse.response)] : [])),
    };
  },
  write(step, path) {
    const part = 'name' in step ? { functionCall: { name: step.name, args: step.input } } : { text: step.text };
    const answer = {
      candidates: [{ content: { role: 'model', parts: [part] }, finishReason: 'STOP', index: 0 }],
      usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
    };
    const isStream = path.includes(':stream');
    return { body: isStream ? event(answer) : JSON.stringify(answer), isStream };
  },
};

export const forms: readonly Form[] = [responses, chat, gemini];
