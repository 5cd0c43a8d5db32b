import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appLinkInArguments,
  appLinkRedirectUri,
  listenForAppLinks,
  parseAppLink,
  showAppLink,
  type AppLink,
} from '../../src-main/redirect/app-link.ts';

const answer = `${appLinkRedirectUri}?code=c&state=s`;
const asAnswer = (url: string) => ({ kind: 'authorization_response', url });

describe('a link', () => {
  it('with an answer is passed on exactly as it came', () => {
    expect(parseAppLink(answer)).toEqual(asAnswer(answer));
    expect(parseAppLink(`${appLinkRedirectUri}?`)).toEqual(asAnswer(`${appLinkRedirectUri}?`));
    expect(parseAppLink(`${answer}&iss=https%3A%2F%2Fa.example%2Fb?c/d`)).toBeDefined();
  });

  it('to show the window does that and nothing more', () => {
    expect(parseAppLink(showAppLink)).toEqual({ kind: 'show', by: 'link' });
    for (const end of ['?', '#', '/', '?x=1', ' ']) expect(parseAppLink(showAppLink + end)).toBeUndefined();
  });

  it.each([
    '',
    appLinkRedirectUri,
    `${appLinkRedirectUri}#code=c&state=s`,
    `${answer}#`,
    `${answer}#fragment`,
    answer.toUpperCase(),
    answer.replace('app.keyfob', 'App.Keyfob'),
    answer.replace(':/', '://'),
    answer.replace(':/', ':///'),
    answer.replace(':/', ':'),
    answer.replace('/oauth', '//oauth'),
    answer.replace('callback', 'callback/'),
    answer.replace('callback', 'callback2'),
    answer.replace('/oauth/callback', '/oauth/../oauth/callback'),
    answer.replace('oauth', '%6fauth'),
    answer.replace('app.keyfob', 'app.keyfob.evil'),
    answer.replace('app.keyfob', 'https'),
    `x${answer}`,
    ` ${answer}`,
    `${answer} `,
    `${answer}\n`,
    `${answer}&a=b c`,
    `${answer}\t`,
    `${answer}\0`,
    `${answer}\u00a0`,
    `${answer}\u2028`,
    `${answer}\x7f`,
    `${answer}\x80`,
    `${answer} ${answer}`,
    `"${answer}"`,
    `${appLinkRedirectUri}?${'a'.repeat(16_384)}`,
    'javascript:alert(1)',
    'file:///etc/passwd',
  ])('that is not exactly one of Keyfob’s is ignored: %j', (link) => {
    expect(parseAppLink(link)).toBeUndefined();
  });

  it('of any kind leads to an answer of Keyfob’s own redirect, to the window, or to nothing', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    const near = fc
      .tuple(fc.constantFrom(answer, showAppLink, 'app.keyfob:', appLinkRedirectUri), text)
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(text, near), (link) => {
        const parsed = parseAppLink(link);
        if (parsed?.kind === 'show') expect(link).toBe(showAppLink);
        if (parsed?.kind !== 'authorization_response') return;
        expect(parsed.url).toBe(link);
        expect(link.startsWith(`${appLinkRedirectUri}?`)).toBe(true);
        expect(link).not.toMatch(/[\s\p{Cc}#]/u);
      }),
      { numRuns: 3000 },
    );
  });

  it('with any query of printable characters is passed on', () => {
    const query = fc.array(fc.tuple(fc.string(), fc.string())).map((pairs) => new URLSearchParams(pairs).toString());
    fc.assert(
      fc.property(query, (text) => {
        expect(parseAppLink(`${appLinkRedirectUri}?${text}`)).toEqual(asAnswer(`${appLinkRedirectUri}?${text}`));
      }),
    );
  });
});

describe('a link among the arguments of a process', () => {
  it('is found at any position', () => {
    expect(appLinkInArguments(['/opt/keyfob', '--flag', answer])).toEqual(asAnswer(answer));
    expect(appLinkInArguments([answer, '--flag'])).toEqual(asAnswer(answer));
  });

  it.each([
    ['no link', ['/opt/keyfob', '--flag']],
    ['none at all', []],
    ['two links', [answer, `${answer}2`]],
    ['the same link twice', [answer, answer]],
    ['a link and one that is none', [answer, 'app.keyfob:/other']],
    ['a link inside another argument', [`--url=${answer}`]],
    ['a link behind a space', [` ${answer}`]],
    ['a path of that name', ['app.keyfob:/etc']],
  ])('is not %s', (_words, argv) => {
    expect(appLinkInArguments(argv)).toBeUndefined();
  });
});

describe('the operating system', () => {
  function listen(argv: string[] = [], isQuiet?: (argv: readonly string[]) => boolean) {
    const app = new EventEmitter();
    const links: AppLink[] = [];
    listenForAppLinks(app as never, argv, (link) => links.push(link), isQuiet);
    return { app, links };
  }

  it('may pass a link by open-url', () => {
    const { app, links } = listen();
    let prevented = 0;
    const event = { preventDefault: () => (prevented += 1) };
    app.emit('open-url', event, answer);
    app.emit('open-url', event, 'app.keyfob:/nonsense');
    expect(links).toEqual([asAnswer(answer)]);
    expect(prevented).toBe(2);
  });

  it('may pass a link by a second start', () => {
    const { app, links } = listen();
    app.emit('second-instance', {}, ['/opt/keyfob', answer]);
    expect(links).toEqual([asAnswer(answer)]);
  });

  it('asks for the window by a second start without a link, and for nothing by one with a broken link', () => {
    const { app, links } = listen();
    app.emit('second-instance', {}, ['/opt/keyfob']);
    app.emit('second-instance', {}, ['/opt/keyfob', `${answer}#x`]);
    app.emit('second-instance', {}, ['/opt/keyfob', answer, answer]);
    app.emit('second-instance', {}, ['/opt/keyfob', answer.replace('app.keyfob', 'App.Keyfob')]);
    expect(links).toEqual([{ kind: 'show', by: 'person' }]);
  });

  it('asks for nothing by a second start that is to be quiet', () => {
    const { app, links } = listen([], (argv) => argv.includes('--quietly'));
    app.emit('second-instance', {}, ['/opt/keyfob', '--quietly']);
    expect(links).toEqual([]);
  });

  it('may start the app with a link', () => {
    expect(listen(['/opt/keyfob', answer]).links).toEqual([asAnswer(answer)]);
    expect(listen(['/opt/keyfob']).links).toEqual([]);
  });
});
