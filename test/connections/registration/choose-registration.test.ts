import { describe, expect, it } from 'vitest';
import {
  chooseRegistration,
  type RegistrationChoice,
  type RegistrationFacts,
} from '../../../src-main/connections/registration/choose-registration.ts';

/** A row of a decision table: it applies where all its facts are as it says; what it does not name does not matter. */
type Row<Outcome> = readonly [facts: { [Name in keyof RegistrationFacts]?: RegistrationFacts[Name] }, outcome: Outcome];

const code = 'authorization_code' as const;
const own = { grantType: code, preregistered: false, metadataDocument: false } as const;
const works = { ...own, appLinksWork: true, prefersLoopback: false } as const;
/** On Windows, where browsers drop long app links. */
const onWindows = { ...works, prefersLoopback: true } as const;
/** Without a choice for this attempt. */
const chosen = { ...own, requested: undefined } as const;

const forms: Row<RegistrationChoice['form']>[] = [
  [{ grantType: 'device_code' }, 'none'],
  [{ grantType: 'client_credentials' }, 'none'],
  [{ grantType: 'identity_assertion' }, 'none'],
  [{ grantType: code, preregistered: true, returnPath: 'app_link' }, 'app_link'],
  [{ grantType: code, preregistered: true, returnPath: 'loopback' }, 'loopback'],
  [{ grantType: code, preregistered: true, returnPath: 'automatic' }, 'loopback'],
  [{ grantType: code, preregistered: false, metadataDocument: true }, 'loopback'],
  [{ ...own, requested: 'localhost' }, 'localhost'],
  [{ ...own, requested: 'loopback' }, 'loopback'],
  [{ ...own, requested: 'app_link', appLinksWork: false }, 'loopback'],
  [{ ...works, requested: 'app_link' }, 'app_link'],
  [{ ...onWindows, requested: 'app_link' }, 'app_link'],
  ...[true, false].flatMap((appLinksWork): typeof forms => [
    [{ ...chosen, appLinksWork, returnPath: 'automatic', learned: 'localhost' }, 'localhost'],
    [{ ...chosen, appLinksWork, returnPath: 'loopback', learned: 'localhost' }, 'localhost'],
    [{ ...chosen, appLinksWork, returnPath: 'app_link', learned: 'localhost' }, appLinksWork ? 'app_link' : 'loopback'],
  ]),
  ...([undefined, 'app_link', 'loopback'] as const).flatMap((learned): typeof forms => [
    [{ ...chosen, appLinksWork: false, learned }, 'loopback'],
    [{ ...chosen, appLinksWork: true, learned, returnPath: 'loopback' }, 'loopback'],
    [{ ...chosen, appLinksWork: true, learned, returnPath: 'app_link' }, 'app_link'],
    [
      { ...works, requested: undefined, learned, returnPath: 'automatic' },
      learned === 'loopback' ? 'loopback' : 'app_link',
    ],
    [
      { ...onWindows, requested: undefined, learned, returnPath: 'automatic' },
      learned === 'app_link' ? 'app_link' : 'loopback',
    ],
  ]),
];

const byKeyfob = { preregistered: false, metadataDocument: false } as const;

/** By whether a registration with the chosen return path is known. */
const registrations: Row<{ known: string; unknown: string }>[] = [
  [{ preregistered: true }, { known: 'pre_registered', unknown: 'pre_registered' }],
  [
    { preregistered: false, grantType: 'client_credentials' },
    { known: 'needed', unknown: 'needed' },
  ],
  [
    { preregistered: false, grantType: 'identity_assertion' },
    { known: 'needed', unknown: 'needed' },
  ],
  ...[code, 'device_code' as const].flatMap((grantType): typeof registrations => [
    [
      { preregistered: false, grantType, metadataDocument: true },
      { known: 'metadata_document', unknown: 'metadata_document' },
    ],
    [
      { ...byKeyfob, grantType, registerAgain: false, registersDynamically: true },
      { known: 'known', unknown: 'dynamic' },
    ],
    [
      { ...byKeyfob, grantType, registerAgain: false, registersDynamically: false },
      { known: 'known', unknown: 'needed' },
    ],
    [
      { ...byKeyfob, grantType, registerAgain: true, registersDynamically: true },
      { known: 'dynamic', unknown: 'dynamic' },
    ],
    [
      { ...byKeyfob, grantType, registerAgain: true, registersDynamically: false },
      { known: 'needed', unknown: 'needed' },
    ],
  ]),
];

/** Loopback is tried next only where all of this is so, and Keyfob has chosen the app link by itself. */
const mayBeRefused = { ...own, appLinksWork: true, requested: undefined, returnPath: 'automatic' } as const;

/** Every combination of facts. */
function* everyCase(): Generator<RegistrationFacts> {
  const either = [true, false];
  for (const grantType of [code, 'device_code', 'client_credentials', 'identity_assertion'] as const)
    for (const returnPath of ['automatic', 'app_link', 'loopback'] as const)
      for (const requested of [undefined, 'app_link', 'loopback', 'localhost'] as const)
        for (const learned of [undefined, 'app_link', 'loopback', 'localhost'] as const)
          for (const known of [
            [],
            ['none'],
            ['app_link'],
            ['loopback'],
            ['localhost'],
            ['app_link', 'loopback'],
          ] as const)
            for (const preregistered of either)
              for (const metadataDocument of either)
                for (const [appLinksWork, prefersLoopback] of [
                  [true, false],
                  [true, true],
                  [false, false],
                  [false, true],
                ] as const)
                  for (const registerAgain of either)
                    for (const registersDynamically of either)
                      yield {
                        grantType,
                        returnPath,
                        requested,
                        learned,
                        known,
                        preregistered,
                        metadataDocument,
                        appLinksWork,
                        prefersLoopback,
                        registerAgain,
                        registersDynamically,
                      };
}

const isCase = (facts: RegistrationFacts, row: Row<unknown>[0]) =>
  Object.entries(row).every(([name, value]) => facts[name as keyof RegistrationFacts] === value);

describe('the choice of a registration', () => {
  const cases = [...everyCase()];
  const casesOf = (row: Row<unknown>[0]) => cases.filter((facts) => isCase(facts, row));

  it.each(forms)('has for %j the form %s', (row, form) => {
    expect(new Set(casesOf(row).map((facts) => chooseRegistration(facts).form))).toEqual(new Set([form]));
  });

  it.each(registrations)('is for %j, where that client is known or not, %j', (row, outcome) => {
    const wrong = casesOf(row).filter((facts) => {
      const { registration, form } = chooseRegistration(facts);
      return registration !== outcome[facts.known.includes(form) ? 'known' : 'unknown'];
    });
    expect(casesOf(row).length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });

  it('falls back from the app link to 127.0.0.1, and from there to localhost, for a new registration alone', () => {
    const wrong = cases.filter((facts) => {
      const { registration, form, ifRefused } = chooseRegistration(facts);
      const byLink = form === 'app_link' && isCase(facts, mayBeRefused) ? 'loopback' : undefined;
      const next = form === 'loopback' ? 'localhost' : byLink;
      return ifRefused !== (registration === 'dynamic' ? next : undefined);
    });
    expect(wrong).toEqual([]);
  });

  it('comes to the app link on Windows after both names of loopback were refused, unless a form was chosen', () => {
    const last = {
      ...onWindows,
      requested: 'localhost',
      refused: true,
      registersDynamically: true,
      known: [],
    } as const;
    const facts = { grantType: code, learned: undefined, registerAgain: false } as const;
    const next = (returnPath: RegistrationFacts['returnPath'], more: Partial<RegistrationFacts> = {}) =>
      chooseRegistration({ ...facts, ...last, returnPath, ...more }).ifRefused;
    expect(next('automatic')).toBe('app_link');
    expect(next('loopback')).toBeUndefined();
    expect(next('automatic', { prefersLoopback: false })).toBeUndefined();
    expect(next('automatic', { appLinksWork: false })).toBeUndefined();
    expect(next('automatic', { refused: false })).toBeUndefined();
    expect(next('automatic', { requested: 'app_link' })).toBeUndefined();
  });

  it('takes the next form after one was refused', () => {
    const refused = cases.flatMap((facts) => {
      const { ifRefused } = chooseRegistration(facts);
      return ifRefused ? [{ facts, ifRefused }] : [];
    });
    const next = refused.map(
      ({ facts, ifRefused }) => chooseRegistration({ ...facts, requested: ifRefused }).form === ifRefused,
    );
    expect(new Set(next)).toEqual(new Set([true]));
  });

  it('has exactly one row in each table for every combination of facts', () => {
    expect(cases).toHaveLength(73_728);
    for (const rows of [forms, registrations] as Row<unknown>[][])
      expect(cases.filter((facts) => rows.filter(([row]) => isCase(facts, row)).length !== 1)).toEqual([]);
  });
});
