import type { Page } from '@playwright/test';
import type { RequestName, Requests, Result } from '../../src-preload/contract.ts';

/**
 * Sends a request to the main process through the preload's bridge, like the window, and waits until the window has
 * rendered its effect.
 */
export function ask<Name extends RequestName>(
  window: Page,
  name: Name,
  input?: Requests[Name]['input'],
): Promise<Result<Requests[Name]['output']>> {
  return window.evaluate(
    async ([name, input]) => {
      const { keyfob } = globalThis as unknown as { keyfob: { request: (...asked: unknown[]) => Promise<never> } };
      const answer = await keyfob.request(name, input);
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
      return answer;
    },
    [name, input] as unknown[],
  );
}
