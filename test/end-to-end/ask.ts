import type { Page } from '@playwright/test';
import type { RequestName, Requests, Result } from '../../src-preload/contract.ts';

type Asked = { [Name in RequestName]: readonly [name: Name, input?: Requests[Name]['input']] }[RequestName];

/**
 * Sends a request to the main process through the preload's bridge, like the window, and waits until the window has
 * rendered its effect.
 */
export async function ask<Name extends RequestName>(
  window: Page,
  name: Name,
  input?: Requests[Name]['input'],
): Promise<Result<Requests[Name]['output']>> {
  const [answer] = await askInTurn(window, [[name, input] as unknown as Asked]);
  return answer as Result<Requests[Name]['output']>;
}

/**
 * Sends each request when the one before is answered, and waits once, until the window has rendered the effects of all
 * of them.
 */
export function askInTurn(window: Page, all: readonly Asked[]): Promise<Result<unknown>[]> {
  return window.evaluate(async (asked) => {
    const { keyfob } = globalThis as unknown as { keyfob: { request: (...asked: unknown[]) => Promise<never> } };
    const answers: never[] = [];
    for (const one of asked as unknown[][]) answers.push(await keyfob.request(...one));
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    return answers;
  }, all as unknown);
}
