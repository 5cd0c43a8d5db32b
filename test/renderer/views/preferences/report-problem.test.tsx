// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { ReportView } from '../../../../src-preload/contract.ts';
import ReportProblem from '../../../../src-renderer/views/preferences/ReportProblem.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView } from '../../fixtures/views.ts';

afterEach(cleanup);

const text = 'Keyfob 1.2.3\n\nLog, 1 of 1 lines:\n{"message":"started"}\n';

function open(place: ReportView['place']) {
  const bridge = install(
    { app: appView, servers: [] },
    {
      'report:describe': () => ({ ok: true, value: { text, place } }),
      'report:save': () => ({ ok: true, value: { file: '/home/ann/keyfob-report.txt' } }),
      'report:open': () => ({ ok: true, value: null }),
    },
  );
  draw(<ReportProblem />);
  return bridge;
}

it('the report of a problem is shown in full, copied and saved, and sent nowhere', async () => {
  const bridge = open(null);
  expect((await screen.findByLabelText('The report')).textContent).toBe(text);
  expect(screen.getByText(/^This build names no place for reports/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Copy the report' }));
  await waitFor(() => expect(bridge.asked.at(-1)).toEqual({ name: 'app:copy', input: { text } }));
  fireEvent.click(screen.getByRole('button', { name: 'Save…' }));
  expect((await screen.findByRole('status')).textContent).toBe('Saved as /home/ann/keyfob-report.txt');
  expect(screen.queryByRole('button', { name: 'Open the page for reports' })).toBeNull();
  expect(bridge.asked.map(({ name }) => name)).toEqual(['report:describe', 'app:copy', 'report:save']);
});

it.each([
  [{ kind: 'issues', address: 'https://keyfob.example/issues' }, 'Open the page for reports', /everyone can read/],
  [{ kind: 'mail', address: 'help@keyfob.example' }, 'Write a mail', /^Reports go to help@keyfob\.example\.$/],
] as const)('the report of a problem opens the place that this build names: %o', async (place, button, words) => {
  const bridge = open(place);
  expect(await screen.findByText(words)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: button }));
  await waitFor(() => expect(bridge.asked.at(-1)).toEqual({ name: 'report:open', input: undefined }));
});
