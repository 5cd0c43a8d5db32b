import { expect, it } from 'vitest';
import { app } from '../../src-main/ipc/areas/app.ts';
import type { Requester, Services } from '../../src-main/ipc/area.ts';
import { canary, leakingTexts } from '../support/leaking-texts.ts';

function copied(text: string, details?: boolean): string {
  let clipboard = '';
  const services = { copy: async (wanted: string) => void (clipboard = wanted) } as unknown as Services;
  void app['app:copy'].answer(services, {} as Requester, { text, ...(details !== undefined && { details }) });
  return clipboard;
}

it.each(leakingTexts)('details for a helper are stripped of secrets in %s', (_where, text) => {
  const report = `Keyfob 1.2.3\nhttps://mcp.example/mcp?key=${canary}\nfailed  token  60 ms\n${text}`;
  const seen = copied(report, true);
  expect(seen).not.toContain(canary);
  expect(seen.split('\n').slice(0, 2)).toEqual(['Keyfob 1.2.3', 'https://mcp.example/mcp?…']);
  expect(seen).toContain('failed  token  60 ms');
});

it('details that a person copies for themselves stay as they are', () => {
  expect(copied(`{"access_token":"${canary}"}`)).toContain(canary);
});
