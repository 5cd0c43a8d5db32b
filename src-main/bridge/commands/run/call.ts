import { isObject, type Exact } from '../agent/exact-json.ts';
import { isJson, printJson, type Command, type RunCommand } from '../command.ts';
import { CommandEnd, filled } from '../command-words.ts';
import { optionUsage } from '../table/command-table.ts';
import { targetOf } from '../target.ts';
import { resultFiles, type ResultFile } from './result-files.ts';
import { toolArguments } from './tool-arguments.ts';
import { withServer } from './with-server.ts';

export const call: RunCommand = async (command) => {
  const [name = '', tool = ''] = command.line.arguments;
  const target = targetOf(command, name);
  const input = await toolArguments(command);
  await withServer(command, target, async (agent) => {
    const result = await agent.request('tools/call', { name: tool }, { arguments: input });
    const isSaved = await printResult(command, result, target.server.name);
    if (result['isError'] === true || !isSaved) throw new CommandEnd('failed', '');
  });
};

/** Returns whether all was saved that was to be. */
async function printResult(command: Command, result: Record<string, Exact>, server: string): Promise<boolean> {
  const { line } = command;
  const content = Array.isArray(result['content']) ? result['content'] : [];
  const { out } = line.options;
  const files = resultFiles(content, out !== undefined);
  const paths = typeof out === 'string' ? await saveAll(command, files, { out, server }) : new Map<number, string>();
  if (isJson(command)) {
    const parts = content.map((part, at) => withPath(part, paths.get(at)));
    await printJson(command, { ...result, ...(paths.size > 0 && { content: parts }) });
  } else {
    await printParts(command, { result, content, files, paths });
  }
  return out === undefined || paths.size === files.length;
}

async function saveAll(
  { terminal, parts }: Command,
  files: readonly ResultFile[],
  { out, server }: { out: string; server: string },
): Promise<Map<number, string>> {
  const paths = new Map<number, string>();
  for (const { at, name, bytes } of files) {
    const isOnly = files.length === 1;
    const path = bytes && (await terminal.save({ place: out, name, isOnly, bytes }));
    if (!bytes) await terminal.complain(`keyfob: ${filled(parts.words().unreadable, { server })}`);
    if (path !== undefined) paths.set(at, path);
  }
  return paths;
}

/** For `--json`: the path in place of what was saved there. */
function withPath(part: Exact, path: string | undefined): Exact {
  if (path === undefined || !isObject(part)) return part;
  const { data: _data, resource, ...rest } = part;
  if (!isObject(resource)) return { ...rest, path };
  const { blob: _blob, text: _text, ...about } = resource;
  return { ...rest, resource: { ...about, path } };
}

interface Printed {
  result: Record<string, Exact>;
  content: readonly Exact[];
  files: readonly ResultFile[];
  paths: ReadonlyMap<number, string>;
}

async function printParts({ terminal, parts }: Command, { result, content, files, paths }: Printed): Promise<void> {
  const words = parts.words();
  for (const [at, part] of content.entries()) {
    const file = files.find((one) => one.at === at);
    const path = paths.get(at);
    if (path !== undefined) await terminal.complain(filled(words.saved, { path }));
    else if (file) {
      const size = (file.bytes?.length ?? 0).toLocaleString('en-US');
      await terminal.complain(filled(words.notSaved, { kind: file.kind, size, option: optionUsage('out') }));
    } else await terminal.print(textOf(part));
  }
  if (content.length === 0) await terminal.print(JSON.stringify(result['structuredContent'] ?? result, undefined, 2));
}

/** A text as it is, without the line break that follows it anyway; of any other part its JSON. */
function textOf(part: Exact): string {
  if (!isObject(part)) return JSON.stringify(part);
  const { type, text, uri, resource } = part;
  if (type === 'text' && typeof text === 'string') return text.replace(/\n$/, '');
  if (type === 'resource_link' && typeof uri === 'string') return uri;
  if (type === 'resource' && isObject(resource) && typeof resource['text'] === 'string')
    return resource['text'].replace(/\n$/, '');
  return JSON.stringify(part);
}
