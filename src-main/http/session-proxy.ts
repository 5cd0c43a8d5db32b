import type { ResolveProxy } from './proxy-route.ts';

/** The part of Electron's `Session` that knows the system's proxy. */
interface ProxySession {
  forceReloadProxyConfig(): Promise<void>;
  resolveProxy(url: string): Promise<string>;
}

/**
 * The desktop's proxy, as Chromium finds it. The first lookup forces the settings to be loaded: before that, a session
 * says `DIRECT`, and the first request would bypass the proxy (electron/electron#26166, seen with 33 too).
 */
export function sessionProxy(session: ProxySession): ResolveProxy {
  let known: Promise<void> | undefined;
  return async (url) => {
    known ??= session.forceReloadProxyConfig();
    await known.catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return session.resolveProxy(url);
  };
}
