import type {
  Json,
  JsonObject,
  PromptArgumentView,
  PromptListView,
  PromptMessageView,
  PromptResultView,
  PromptView,
} from '../../src-preload/contract.ts';
import { cleanText } from '../base/clean-text.ts';
import { askServer } from './ask-server.ts';
import type { Caller } from './caller.ts';
import { isJsonObject } from './is-json-object.ts';
import { listEntries } from './list-entries.ts';
import { contentView } from './tool-view.ts';
import { YieldingMap } from './yielding-map.ts';

const longestName = 1024;
const mostArguments = 100;
const mostMessages = 500;

/** The prompts of one server, at most 10,000, as the server lists them now. */
export async function listPrompts(caller: Caller, { serverId }: { serverId: string }): Promise<PromptListView> {
  const listed = await askServer(caller, serverId, (client) => listEntries(client, 'prompts/list', 'prompts'));
  const views = await new YieldingMap().map(listed.entries, promptView);
  const prompts = views.filter((view) => view !== undefined);
  const leftOut = listed.leftOut + views.length - prompts.length;
  return {
    prompts,
    ...(leftOut > 0 && { leftOut }),
    ...(listed.problem && { problem: listed.problem }),
    ...(listed.isCut && { isCut: true }),
  };
}

/** The messages of a prompt with these arguments. */
export async function getPrompt(
  caller: Caller,
  { serverId, prompt: name, arguments: given }: { serverId: string; prompt: string; arguments: Record<string, string> },
): Promise<PromptResultView> {
  const result = await askServer(caller, serverId, (client) =>
    client.askWhole('prompts/get', { name, arguments: given }),
  );
  const { description, messages } = isJsonObject(result) ? result : {};
  const all = Array.isArray(messages) ? messages.slice(0, mostMessages) : [];
  return {
    ...(typeof description === 'string' && description !== '' && { description: cleanText(description, 4000) }),
    messages: await new YieldingMap().map(all, messageView),
  };
}

function messageView(message: Json): PromptMessageView {
  const { role, content } = isJsonObject(message) ? message : {};
  return { role: role === 'assistant' ? 'assistant' : 'user', content: contentView(content ?? message) };
}

function promptView(entry: JsonObject): PromptView | undefined {
  const { name, title, description } = entry;
  if (typeof name !== 'string' || name === '' || name.length > longestName) return undefined;
  const given = Array.isArray(entry['arguments']) ? entry['arguments'].slice(0, mostArguments) : [];
  return {
    name,
    label: labelOf(title, name),
    ...descriptionOf(description),
    arguments: given.map(argumentView).filter((view) => view !== undefined),
  };
}

function argumentView(argument: Json): PromptArgumentView | undefined {
  if (!isJsonObject(argument)) return undefined;
  const { name, title, description, required } = argument;
  if (typeof name !== 'string' || name === '' || name.length > longestName) return undefined;
  return { name, label: labelOf(title, name), ...descriptionOf(description), isRequired: required === true };
}

function labelOf(title: Json | undefined, name: string): string {
  return (typeof title === 'string' ? cleanText(title, 200) : '') || cleanText(name, 200) || '?';
}

function descriptionOf(description: Json | undefined): { description?: string } {
  return typeof description === 'string' && description !== '' ? { description: cleanText(description, 4000) } : {};
}
