import { expect, it } from 'vitest';
import { attemptDetails } from '../../../src-renderer/words/attempt.ts';
import { failedAttempt, serverView } from '../fixtures/views.ts';

it('the copied attempt has steps, hosts, facts and the server’s text, for the operator of the server', () => {
  const now = Date.UTC(2026, 4, 3, 12);
  const lines = attemptDetails(serverView('Acme'), failedAttempt(now), '1.2.3').split('\n');
  expect(lines).toEqual([
    'Keyfob 1.2.3, 2026-05-03T11:59:00.000Z',
    'https://mcp.acme.example/mcp',
    'done    probe  mcp.acme.example  {"status":401}  120 ms',
    'done    resource_metadata  mcp.acme.example  {"issuer":"auth.acme.example"}  80 ms',
    'done    server_metadata  auth.acme.example  {"registration":true}  95 ms',
    'failed  registration  auth.acme.example  {"issuer":"auth.acme.example","scope":"read:issues"}  60 ms',
    'error   redirect_refused_by_server {"host":"auth.acme.example"}',
    'server  "redirect_uri not allowed: custom schemes are <b>not</b> supported"',
  ]);
});
