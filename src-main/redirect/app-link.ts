import type { App } from 'electron';

export const appLinkScheme = 'app.keyfob';

/** RFC 8252 section 7.1: a private-use scheme, in reverse domain order, with a single slash. */
export const appLinkRedirectUri = `${appLinkScheme}:/oauth/callback`;

/** The link on the return page that brings the window forward; it has no parameters. */
export const showAppLink = `${appLinkScheme}:/show`;

/** `by`: `person` if the user started Keyfob a second time, `link` if any program opened the link. */
export type AppLink = { kind: 'authorization_response'; url: string } | { kind: 'show'; by: 'person' | 'link' };

const longestLink = 16_384;

/** Parses an app link; undefined for anything but the exact forms that Keyfob uses. */
export function parseAppLink(link: string): AppLink | undefined {
  if (link.length > longestLink || /[\s\p{Cc}]/u.test(link)) return undefined;
  if (link === showAppLink) return { kind: 'show', by: 'link' };
  return link.startsWith(`${appLinkRedirectUri}?`) && !link.includes('#')
    ? { kind: 'authorization_response', url: link }
    : undefined;
}

/**
 * The link among a process's arguments. Undefined for two links, or for one inside another argument: no browser does
 * that.
 */
export function appLinkInArguments(argv: readonly string[]): AppLink | undefined {
  const links = argv.filter(hasOurScheme);
  return links.length === 1 && links[0] !== undefined ? parseAppLink(links[0]) : undefined;
}

/** Whether a link, valid or not, started the process. Operating systems treat the scheme as case-insensitive. */
export function isStartedByLink(argv: readonly string[]): boolean {
  return argv.some(hasOurScheme);
}

function hasOurScheme(argument: string): boolean {
  return argument.toLowerCase().startsWith(`${appLinkScheme}:`);
}

type LinkSource = Pick<App, 'on'>;

/**
 * Calls `onLink` for every link, however the system delivers it: `open-url` on macOS, a second instance's arguments
 * elsewhere, and this process's own arguments if the link started it. Call this before the app is ready, or macOS'
 * first link is lost. A second start without a link means that the user wants the window, and calls `onLink` with
 * `show`, unless it `isQuiet`: by the system at login, or by an agent.
 */
export function listenForAppLinks(
  app: LinkSource,
  argv: readonly string[],
  onLink: (link: AppLink) => void,
  isQuiet: (argv: readonly string[]) => boolean = () => false,
): void {
  app.on('open-url', (event, url) => {
    event.preventDefault();
    const link = parseAppLink(url);
    if (link) onLink(link);
  });
  app.on('second-instance', (_event, secondArgv) => {
    const link = isStartedByLink(secondArgv)
      ? appLinkInArguments(secondArgv)
      : ({ kind: 'show', by: 'person' } as const);
    if (link && !isQuiet(secondArgv)) onLink(link);
  });
  const first = appLinkInArguments(argv);
  if (first) onLink(first);
}
