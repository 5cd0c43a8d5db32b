import type { App } from 'electron';

export const appLinkScheme = 'app.keyfob';

/** RFC 8252 section 7.1: a private-use scheme, in reverse domain order, with a single slash. */
export const appLinkRedirectUri = `${appLinkScheme}:/oauth/callback`;

/** The return page's way to bring the window forward; it carries nothing. */
export const showAppLink = `${appLinkScheme}:/show`;

export type AppLink = { kind: 'authorization_response'; url: string } | { kind: 'show' };

const longestLink = 16_384;

/** What a link asks for; undefined for anything that is not exactly one of ours. */
export function parseAppLink(link: string): AppLink | undefined {
  if (link.length > longestLink || /[\s\p{Cc}]/u.test(link)) return undefined;
  if (link === showAppLink) return { kind: 'show' };
  return link.startsWith(`${appLinkRedirectUri}?`) && !link.includes('#')
    ? { kind: 'authorization_response', url: link }
    : undefined;
}

/** The link among a process's arguments. Two of them, or one inside another argument, is nobody's browser. */
export function appLinkInArguments(argv: readonly string[]): AppLink | undefined {
  const links = argv.filter((argument) => argument.startsWith(`${appLinkScheme}:`));
  return links.length === 1 && links[0] !== undefined ? parseAppLink(links[0]) : undefined;
}

type LinkSource = Pick<App, 'on'>;

/**
 * Calls back for every link, by whichever way the system delivers it: `open-url` on macOS, a second instance's
 * arguments elsewhere, and this process's own arguments when the link started it. Call it before the app is ready,
 * or macOS' first link is lost. A second start without a link calls back with `show`: a person wants the window.
 */
export function listenForAppLinks(app: LinkSource, argv: readonly string[], onLink: (link: AppLink) => void): void {
  app.on('open-url', (event, url) => {
    event.preventDefault();
    const link = parseAppLink(url);
    if (link) onLink(link);
  });
  app.on('second-instance', (_event, secondArgv) => {
    const hasLink = secondArgv.some((argument) => argument.startsWith(`${appLinkScheme}:`));
    const link = hasLink ? appLinkInArguments(secondArgv) : ({ kind: 'show' } as const);
    if (link) onLink(link);
  });
  const first = appLinkInArguments(argv);
  if (first) onLink(first);
}
