import type { Implementation, ServerCapabilities } from '@modelcontextprotocol/client';
import type { OfferView } from '../../src-preload/contract.ts';
import { cleanText, harmlessText } from '../base/clean-text.ts';
import type { GuardedFetch } from '../http/guarded-fetch.ts';
import { askServer } from './ask-server.ts';
import type { Caller } from './caller.ts';
import type { ListingClient } from './listing-client.ts';
import { serverIcon } from './server-icon.ts';

const longestInstructions = 20_000;
const longestAddress = 2048;
const infoKey = 'io.modelcontextprotocol/serverInfo';

/** What a server says of itself. */
interface Said {
  info: Partial<Implementation> | undefined;
  instructions: string | undefined;
  capabilities: ServerCapabilities;
  revision: string | undefined;
}

/**
 * What a server offers besides tools, and what it says of itself, as it may be shown. Throws what asking a server
 * throws.
 */
export async function describeOffer(caller: Caller, { serverId }: { serverId: string }): Promise<OfferView> {
  const { info, instructions, capabilities, revision } = await askServer(caller, serverId, said);
  const { context, session } = caller;
  const server = context.store.servers.get(session.workspaceId, serverId);
  const title = cleanText(info?.title ?? info?.name ?? '', 100);
  const shownVersion = cleanText(info?.version ?? '', 60);
  const websiteUrl = websiteOf(info?.websiteUrl);
  const way: GuardedFetch | undefined = server && context.outbound(server).metadata;
  const icon = server && way && (await serverIcon(info?.icons, new URL(server.url), way));
  const words = harmlessText(instructions ?? '', longestInstructions).trim();
  return {
    ...(title && { title }),
    ...(shownVersion && { version: shownVersion }),
    ...(websiteUrl && { websiteUrl }),
    ...(icon && { icon }),
    ...(words && { instructions: words }),
    ...(revision && { revision }),
    hasResources: capabilities.resources !== undefined,
    hasPrompts: capabilities.prompts !== undefined,
    canSubscribe: capabilities.resources?.subscribe === true,
    hasLog: capabilities.logging !== undefined,
  };
}

async function said(client: ListingClient): Promise<Said> {
  const revision = client.getNegotiatedProtocolVersion();
  // Sessions of the newest revision begin without this.
  const discovered = client.getProtocolEra() === 'modern' ? await client.discover() : undefined;
  if (discovered)
    return {
      info: discovered._meta?.[infoKey] as Said['info'],
      instructions: discovered.instructions,
      capabilities: discovered.capabilities,
      revision,
    };
  return {
    info: client.getServerVersion(),
    instructions: client.getInstructions(),
    capabilities: client.getServerCapabilities() ?? {},
    revision,
  };
}

/** As its link is opened: an https address that looks like what it is. */
function websiteOf(address: string | undefined): string | undefined {
  if (address === undefined || address.length > longestAddress || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  return url.protocol === 'https:' && !url.username && !url.password ? url.href : undefined;
}
