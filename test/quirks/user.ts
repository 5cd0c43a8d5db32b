import { onTestFinished } from 'vitest';
import { errorView } from '../../src-main/base/error-view.ts';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import type { SignInOptions } from '../../src-main/connections/state/sign-in.ts';
import { changeSettings } from '../../src-main/connections/servers/settings.ts';
import { SessionPool } from '../../src-main/mcp/session-pool.ts';
import { callTool, listTools } from '../../src-main/mcp/tools.ts';
import type { ErrorView, SettingChanges, ToolListView, ToolResultView, ToolView } from '../../src-preload/contract.ts';
import { startKeyfob, type Keyfob } from '../support/keyfob.ts';

/** What a user of Keyfob does with one server. A refusal is returned as its view, as the window gets it. */
export interface User {
  kit: Keyfob;
  id: string;
  /**
   * Signs in, in a browser that follows redirects. `open`: no sign-in is needed. `waiting`: the browser stopped at a
   * page, whose text is in `page`.
   */
  signIn: (options?: SignInOptions) => Promise<'signed in' | 'open' | 'waiting' | ErrorView>;
  /** Enters a key, or a user and a password. */
  useKey: (key: string, user?: string) => Promise<void>;
  /** `refresh` bypasses the cache. */
  tools: (refresh?: boolean) => Promise<ToolView[] | ErrorView>;
  /** The list with what it leaves out. Throws a refusal. */
  list: () => Promise<ToolListView>;
  call: (tool: string, input?: Record<string, string>) => Promise<ToolResultView | ErrorView>;
  /** The last page that the browser showed. */
  page: () => string;
}

/** `reach`: what the browser requests for an address, where names resolve in a test alone. */
export async function startUser(
  url: string,
  settings: SettingChanges = {},
  options: Parameters<typeof startKeyfob>[0] & { reach?: (url: URL) => URL } = {},
): Promise<User> {
  let pageOpened = () => {};
  const kit = await startKeyfob({
    appLinksWork: false,
    ...options,
    async openBrowser(address) {
      await options.openBrowser?.(address);
      pageOpened();
    },
  });
  const { context, session } = kit;
  const pool = new SessionPool(context);
  onTestFinished(() => pool.closeAll());
  kit.subscribe((event) => pool.follow(event));
  const id = kit.addServer(url);
  if (Object.keys(settings).length > 0) await changeSettings(context, session, id, settings);
  const caller = { context, pool, session };
  let page = '';

  const signIn: User['signIn'] = async (redirect) => {
    const opened = kit.opened.length;
    const completed = kit.completed().length;
    try {
      await connect(context, session, id, redirect);
    } catch (error) {
      return errorView(error);
    }
    if (kit.opened.length === opened) return kit.completed().length > completed ? outcome() : 'open';
    // Keyfob may open a second page after the answer of the first.
    for (let next = opened; next < kit.opened.length; next = Math.max(next + 1, kit.opened.length - 1)) {
      const answer = await browse(kit.opened[next] as URL, options.reach);
      page = answer.page;
      if (!answer.back) return 'waiting';
      const before = kit.opened.length;
      try {
        const nextPage = new Promise<void>((resolve) => (pageOpened = resolve));
        await Promise.race([kit.bringBack(answer.back), nextPage]);
      } catch (error) {
        return errorView(error);
      }
      if (kit.opened.length === before) break;
    }
    return outcome();
  };
  /** The result of the last sign-in that ended. */
  const outcome = (): 'signed in' | ErrorView => {
    const last = kit.events.findLast((event) => event.type === 'connection_completed');
    return last?.error ?? 'signed in';
  };

  return {
    kit,
    id,
    signIn,
    page: () => page,
    async useKey(key, name) {
      // Loaded here, so that the other tests run on sources that have no keys.
      const { useKey } = await import('../../src-main/connections/tokens/use-key.ts');
      useKey(context, session, id, { key, user: name });
    },
    tools: (refresh = false) => listTools(caller, { serverId: id, refresh }).then(({ tools }) => tools, errorView),
    list: () => listTools(caller, { serverId: id, refresh: true }),
    call: (tool, input = {}) => {
      const signal = AbortSignal.timeout(30_000);
      return callTool(caller, { serverId: id, tool, arguments: input, signal }).catch(errorView);
    },
  };
}

/** Follows redirects up to Keyfob's own address, which it does not request; or up to a page. */
async function browse(authorizationUrl: URL, reach = (url: URL): URL => url): Promise<{ back?: string; page: string }> {
  let url = authorizationUrl;
  for (let hop = 0; hop < 10; hop += 1) {
    const response = await fetch(reach(url), { redirect: 'manual' });
    const page = await response.text();
    const location = response.headers.get('location');
    if (location === null) return { page };
    url = new URL(location, url);
    if (url.protocol !== 'http:' || url.pathname.startsWith('/oauth/')) return { back: url.href, page };
  }
  throw new Error('The authorization server went round in circles.');
}
