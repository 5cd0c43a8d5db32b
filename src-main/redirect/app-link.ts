import type { App } from 'electron';

export const appLinkScheme = 'app.keyfob';

/** RFC 8252 section 7.1: a private-use scheme, in reverse domain order, with a single slash. */
export const appLinkRedirectUri = `${appLinkScheme}:/oauth/callback`;

/** The return page's way to bring the window forward; it carries nothing. */
export const showAppLink = `${appLinkScheme}:/show`;

/** `by`: a person who started Keyfob again, or whoever fired the link. */
export type AppLink = { kind: 'authorization_response'; url: string } | { kind: 'show'; by: 'person' | 'link' };

const longestLink = 16_384;

/** What a link asks for; undefined for anything that is not exactly one of ours. */
export function parseAppLink(link: string): AppLink | undefined {
  if (link.length > longestLink || /[\s\p{Cc}]/u.test(link)) return undefined;
  if (link === showAppLink) return { kind: 'show', by: 'link' };
  return link.startsWith(`${appLinkRedirectUri}?`) && !link.includes('#')
    ? { kind: 'authorization_response', url: link }
    : undefined;
}

/** The link among a process's arguments. Two of them, or one inside another argument, is nobody's browser. */
export function appLinkInArguments(argv: readonly string[]): AppLink | undefined {
  const links = argv.filter(hasOurScheme);
  return links.length === 1 && links[0] !== undefined ? parseAppLink(links[0]) : undefined;
}

/** Whether a link is why a process was started, be it a sound one or not: systems do not mind the case of a scheme. */
export function isStartedByLink(argv: readonly string[]): boolean {
  return argv.some(hasOurScheme);
}

function hasOurScheme(argument: string): boolean {
  return argument.toLowerCase().startsWith(`${appLinkScheme}:`);
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
    const link = isStartedByLink(secondArgv)
      ? appLinkInArguments(secondArgv)
      : ({ kind: 'show', by: 'person' } as const);
    if (link) onLink(link);
  });
  const first = appLinkInArguments(argv);
  if (first) onLink(first);
}
