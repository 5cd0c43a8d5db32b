// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { AgentCheck } from '../../../../src-preload/contract.ts';
import { useServers } from '../../../../src-renderer/stores/servers.ts';
import { useWindow } from '../../../../src-renderer/stores/window.ts';
import AgentDoctor from '../../../../src-renderer/views/agent-doctor/AgentDoctor.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView } from '../../fixtures/views.ts';
import { place } from '../../fixtures/wiring.ts';

afterEach(cleanup);

const linear = serverView('Linear');

function start(checks: Partial<AgentCheck>[]) {
  const bridge = install(
    { app: appView, servers: [linear] },
    {
      'wiring:list': () => ({ ok: true, value: [place()] }),
      'doctor:agent': ({ program, serverId }) => ({
        ok: true,
        value: {
          program,
          serverId,
          name: 'Cursor',
          checks: checks.map((one) => ({
            name: 'entry',
            state: 'good',
            finding: 'entry_there',
            values: {},
            at: null,
            remedy: null,
            ...one,
          })),
        },
      }),
      'doctor:repair': () => ({ ok: true, value: null }),
    },
  );
  useServers.setState({ loaded: true, servers: { linear } });
  draw(<AgentDoctor serverId="linear" />);
  return bridge;
}

it('the doctor leads from a missing entry to its preview, and back', async () => {
  start([{ state: 'bad', finding: 'entry_absent', remedy: { kind: 'wire' } }]);
  expect(await screen.findByText('1 thing keeps Linear from working in Cursor.')).toBeTruthy();
  const checks = within(screen.getByRole('list', { name: 'What was checked' }));
  expect(checks.getByRole('img', { name: 'Problem' })).toBeTruthy();
  fireEvent.click(checks.getByRole('button', { name: 'Set it up…' }));
  expect(useWindow.getState().dialog).toEqual({
    kind: 'use-in',
    serverId: 'linear',
    program: 'cursor',
    fromDoctor: true,
  });
});

it('the doctor repairs the connector and looks again', async () => {
  const bridge = start([
    { name: 'connector', state: 'bad', finding: 'connector_missing', remedy: { kind: 'repair' } },
    { name: 'sign_in', state: 'unknown', finding: 'signing_in' },
  ]);
  fireEvent.click(await screen.findByRole('button', { name: 'Repair' }));
  await expect.poll(() => bridge.asked.filter(({ name }) => name === 'doctor:agent').length).toBe(2);
  expect(bridge.asked.some(({ name }) => name === 'doctor:repair')).toBe(true);
});
