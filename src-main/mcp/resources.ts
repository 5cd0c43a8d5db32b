import type {
  Completion,
  Json,
  ResourceChoice,
  ResourceContentsView,
  ResourceListView,
} from '../../src-preload/contract.ts';
import { cleanText } from '../base/clean-text.ts';
import { Fault } from '../base/fault.ts';
import { askServer } from './ask-server.ts';
import type { Caller } from './caller.ts';
import { isJsonObject } from './is-json-object.ts';
import { listEntries } from './list-entries.ts';
import { partView, resourceView, templateView } from './resource-view.ts';
import { YieldingMap } from './yielding-map.ts';

/** How many parts of one resource are shown, and how many suggestions. */
const mostParts = 200;
const mostSuggestions = 100;

// The MCP library, which the first window does not need.
const loadLibrary = () => import('@modelcontextprotocol/client');

/** The resources of one server and the templates of others, at most 10,000 each, as the server lists them now. */
export async function listResources(caller: Caller, { serverId }: { serverId: string }): Promise<ResourceListView> {
  const { UriTemplate } = await loadLibrary();
  const { listed, offered } = await askServer(caller, serverId, async (client) => ({
    listed: await listEntries(client, 'resources/list', 'resources'),
    // Many servers have resources, and no method for templates.
    offered: await listEntries(client, 'resources/templates/list', 'resourceTemplates').catch(() => ({
      entries: [],
      leftOut: 0,
      isCut: false,
      problem: undefined,
    })),
  }));
  const resources = await new YieldingMap().map(listed.entries, resourceView);
  const variablesOf = (template: string) => [...new Set(new UriTemplate(template).variableNames)];
  const templates = await new YieldingMap().map(offered.entries, (entry) => templateView(entry, variablesOf));
  const usable = <T>(views: readonly (T | undefined)[]): T[] => views.filter((view) => view !== undefined);
  const left = [resources, templates].map((views) => views.length - usable<unknown>(views).length);
  const leftOut = listed.leftOut + offered.leftOut + left.reduce((sum, one) => sum + one, 0);
  const problem = listed.problem ?? offered.problem;
  return {
    resources: usable(resources),
    templates: usable(templates),
    ...(leftOut > 0 && { leftOut }),
    ...(problem && { problem }),
    ...((listed.isCut || offered.isCut) && { isCut: true }),
  };
}

/** Reads a resource, by its address or by a template and what is filled in (RFC 6570). */
export async function readResource(
  caller: Caller,
  { serverId, resource }: { serverId: string; resource: ResourceChoice },
): Promise<ResourceContentsView> {
  const uri = await addressOf(resource);
  const result = await askServer(caller, serverId, (client) => client.askWhole('resources/read', { uri }));
  const contents = isJsonObject(result) ? result['contents'] : undefined;
  // One part without a list around it.
  const parts: Json[] = Array.isArray(contents) ? contents : contents === undefined ? [] : [contents];
  const views = await new YieldingMap().map(parts.slice(0, mostParts), (part) => partView(part, uri));
  return { uri, parts: views.filter((view) => view !== undefined), at: caller.context.now() };
}

async function addressOf(resource: ResourceChoice): Promise<string> {
  if ('uri' in resource) return resource.uri;
  const { UriTemplate } = await loadLibrary();
  try {
    return new UriTemplate(resource.template).expand(resource.variables);
  } catch (cause) {
    throw new Fault('request_invalid', 'the template cannot be filled in', { cause });
  }
}

interface Unfinished {
  serverId: string;
  for: { template: string } | { prompt: string };
  argument: string;
  value: string;
  known: Record<string, string>;
}

/** The server's suggestions for what is being typed; none where it has no method for them. */
export async function completeArgument(caller: Caller, asked: Unfinished): Promise<Completion> {
  const { for: of, argument: name, value, known } = asked;
  const ref = 'template' in of ? { type: 'ref/resource', uri: of.template } : { type: 'ref/prompt', name: of.prompt };
  const { ProtocolError } = await loadLibrary();
  const result = await askServer(caller, asked.serverId, (client) =>
    client
      .askWhole('completion/complete', {
        ref,
        argument: { name, value },
        ...(Object.keys(known).length > 0 && { context: { arguments: known } }),
      })
      .catch((error: unknown) => {
        if (error instanceof ProtocolError) return {};
        throw error;
      }),
  );
  const completion = isJsonObject(result) ? result['completion'] : undefined;
  const found = isJsonObject(completion) && Array.isArray(completion['values']) ? completion['values'] : [];
  const values = found.filter((one) => typeof one === 'string' && cleanText(one, 1000) === one) as string[];
  const hasMore = isJsonObject(completion) && (completion['hasMore'] === true || values.length > mostSuggestions);
  return { values: [...new Set(values)].slice(0, mostSuggestions), ...(hasMore && { hasMore }) };
}
