import fc from 'fast-check';
import { expect, it } from 'vitest';
import { appLinkInArguments, appLinkRedirectUri, parseAppLink, showAppLink } from '../../src-main/redirect/app-link.ts';

const genuine = `${appLinkRedirectUri}?code=the-code&state=the-state`;

it('a link that differs from Keyfob’s in one place before its query is ignored', () => {
  const places = fc.nat({ max: appLinkRedirectUri.length });
  fc.assert(
    fc.property(places, fc.string({ unit: 'binary', maxLength: 2 }), fc.boolean(), (at, put, replaced) => {
      const changed = genuine.slice(0, at) + put + genuine.slice(at + (replaced ? 1 : 0));
      if (changed.startsWith(`${appLinkRedirectUri}?`)) return;
      expect(parseAppLink(changed)).toBeUndefined();
    }),
    { numRuns: 5000 },
  );
});

it('a link that is passed on can be parsed, has Keyfob’s scheme and has no line break', () => {
  const ends = fc
    .array(
      fc.oneof(
        fc.constantFrom('#', '&', '=', '%', '\r', '\n', '\0', ' ', 'a'),
        fc.string({ unit: 'binary', maxLength: 3 }),
      ),
    )
    .map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(ends, (end) => {
      const link = parseAppLink(genuine + end);
      if (!link) return;
      expect(link).toEqual({ kind: 'authorization_response', url: genuine + end });
      expect(URL.canParse(genuine + end)).toBe(true);
      expect(/[\s\0-\x1f\x7f#]/.test(end)).toBe(false);
    }),
    { numRuns: 3000 },
  );
});

it('a link among arguments is found at any position, and two are refused', () => {
  const argument = fc.string({ maxLength: 30 }).filter((text) => !text.startsWith('app.keyfob:'));
  fc.assert(
    fc.property(fc.array(argument), fc.nat(), fc.constantFrom(genuine, showAppLink), (argv, at, link) => {
      const where = at % (argv.length + 1);
      const once = argv.toSpliced(where, 0, link);
      expect(appLinkInArguments(once)).toEqual(parseAppLink(link));
      expect(appLinkInArguments([...once, link])).toBeUndefined();
      expect(appLinkInArguments(argv)).toBeUndefined();
    }),
  );
});
