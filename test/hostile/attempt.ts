import { expect } from 'vitest';
import { connect } from '../../src-main/connections/connect.ts';
import { finishAuthorization } from '../../src-main/connections/finish-authorization.ts';
import { errorCodes } from '../../src-preload/contract.ts';
import type { Reply } from '../support/scripted-server.ts';
import { startKeyfob, type Keyfob } from '../support/keyfob.ts';
import { scriptedSite, type ScriptedSite } from '../support/scripted-site.ts';

/** Long for what takes milliseconds, short for what hangs: the machine may be busy with other things. */
const longest = 5000;

let slowest = 0;
let tried = 0;
let kept = 0;
const outcomes = new Map<string, number>();

/** What came of it: `done`, or the code of the fault. Anything else that is thrown is a crash. */
export async function outcomeOf(work: () => Promise<unknown>, done = 'done'): Promise<string> {
  const started = performance.now();
  let outcome = done;
  try {
    await work();
  } catch (error) {
    expect(error, 'nothing but a typed fault may come out').toMatchObject({
      name: 'Fault',
      code: expect.any(String) as string,
    });
    outcome = (error as { code: string }).code;
  }
  const took = performance.now() - started;
  expect(took).toBeLessThan(longest);
  slowest = Math.max(slowest, took);
  tried += 1;
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  return outcome;
}

/** Notes that the tokens of a sign-in were looked at after a refusal, and were as before it. */
export function noteKept(): void {
  kept += 1;
}

/** Says how many cases a file had, how many of them were refused with a code, and what came of each. */
export function sayHowMany(group: string): void {
  const isCode = (outcome: string) => errorCodes.some((code) => code === outcome);
  const sum = (which: (outcome: string) => boolean) =>
    [...outcomes].reduce((total, [outcome, count]) => total + (which(outcome) ? count : 0), 0);
  const refused = sum(isCode);
  console.log(
    `${group}: ${tried} cases, ${refused} refused with a code, ${tried - refused} accepted or dropped as documented, ` +
      `${kept} times the tokens were the same after a refusal, the slowest took ${Math.round(slowest)} ms`,
    Object.fromEntries(outcomes),
  );
}

/** What no log, event or view may hold, wherever it came from. */
const secrets = ['the-code', 'access-', 'refresh-', 'canary-'];

export function expectNoSecrets({ log, events, view, store, session }: Keyfob): void {
  const shown = store.servers.list(session.workspaceId).map(({ id }) => view(id));
  const told = [...log, JSON.stringify(events), JSON.stringify(shown)].join('\n');
  for (const secret of secrets) expect(told).not.toContain(secret);
}

export interface Tried {
  kit: Keyfob;
  site: ScriptedSite;
  id: string;
}

/** A site that does as the test says, and Keyfob with that server added. */
export async function start(spoil: (site: ScriptedSite) => void = () => undefined): Promise<Tried> {
  const site = await scriptedSite();
  spoil(site);
  const kit = await startKeyfob();
  return { site, kit, id: kit.addServer(site.url) };
}

/** Tries to sign in as far as the browser: `asked` where it was opened. */
export async function tryToConnect({ kit, id }: Tried): Promise<string> {
  const outcome = await outcomeOf(() => connect(kit.context, kit.session, id), 'asked');
  expect(kit.opened).toHaveLength(outcome === 'asked' ? 1 : 0);
  expectNoSecrets(kit);
  return outcome;
}

/** Asks in the browser; returns the answer that the person's consent would bring. */
export async function asked(tried: Tried): Promise<string> {
  await connect(tried.kit.context, tried.kit.session, tried.id);
  const url = tried.kit.opened.at(-1);
  if (!url) throw new Error('no browser opened');
  return tried.site.redirect(url);
}

/** Brings an answer back: `signed in`, `asked again` where the browser was opened once more, or why not. */
export async function bringBack({ kit, id }: Tried, url: string): Promise<string> {
  const opened = kit.opened.length;
  const outcome = await outcomeOf(() => finishAuthorization(kit.context, url), 'signed in');
  const again = kit.opened.length > opened;
  const stored = kit.store.tokenSets.get(id, kit.session.profileId) !== undefined;
  expect(stored, 'tokens are stored where somebody signed in, and only there').toBe(outcome === 'signed in' && !again);
  expectNoSecrets(kit);
  return again ? 'asked again' : outcome;
}

/** Bytes with a type, as they are. */
export const bytes =
  (body: Buffer | string, contentType = 'application/json', status = 200): Reply =>
  () => ({ status, headers: { 'content-type': contentType }, body });
