// @vitest-environment happy-dom
import { act, cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { errorCodes, type ErrorView } from '../../../src-preload/contract.ts';
import { ErrorNote } from '../../../src-renderer/components/ErrorNote.tsx';
import { draw, install } from '../fixtures/render.tsx';
import { appView, serverView } from '../fixtures/views.ts';

beforeEach(() => void install({ app: appView, servers: [] }));
afterEach(cleanup);

it.each(errorCodes)('the error text says %s without its code, also where no details are known', (code) => {
  draw(<ErrorNote error={{ code, values: {} }} />);
  const words = screen.getByRole('alert').textContent;
  expect(words).toMatch(/^\p{Lu}.+[.] .+[.]$/u);
  // Not `cancelled` or `forbidden`: they are English words as well.
  if (code.includes('_')) expect(words).not.toContain(code);
  expect(words).not.toMatch(/undefined|[{}]/);
});

it('the error text names the server that a person knows, and the host that was contacted', () => {
  draw(
    <ErrorNote
      error={{ code: 'registration_refused', values: { host: 'auth.acme.example' } }}
      server={serverView('Acme')}
    />,
  );
  expect(screen.getByRole('alert').textContent).toContain('auth.acme.example refused to register Keyfob.');
});

it('the error text shows the server’s own words as a quotation, and never as markup', () => {
  const error: ErrorView = { code: 'authorization_refused', values: {}, serverText: '<img src=x onerror=alert(1)>' };
  const { container } = draw(<ErrorNote error={error} server={serverView('Acme')} />);
  expect(container.querySelector('q')?.textContent).toBe(error.serverText);
  expect(container.querySelector('img')).toBeNull();
  expect(screen.getByText(/Acme says:/)).toBeTruthy();
});

it('the error text counts down how long a server that is busy asks to wait', () => {
  vi.useFakeTimers({ now: 1_000_000 });
  onTestFinished(() => void vi.useRealTimers());
  draw(<ErrorNote error={{ code: 'busy', values: { host: 'mcp.acme.example', seconds: 3630 } }} />);
  const words = () => screen.getByRole('alert').textContent;
  expect(words()).toContain('It asks to wait 1 h 1 min');
  act(() => void vi.advanceTimersByTime(3_600_000));
  expect(words()).toContain('It asks to wait 30 seconds');
  act(() => void vi.advanceTimersByTime(29_000));
  expect(words()).toContain('It asks to wait 1 second,');
  act(() => void vi.advanceTimersByTime(5000));
  expect(words()).toContain('Try again in a moment.');
});

it('the error text offers the server that exists already', () => {
  draw(
    <ErrorNote
      error={{ code: 'server_exists', values: { server: 'Linear', serverId: 'linear' }, remedy: 'open_existing' }}
    />,
  );
  expect(screen.getByRole('button', { name: 'Open Linear' })).toBeTruthy();
});

it('the error text has no button where it would do nothing', () => {
  draw(<ErrorNote error={{ code: 'timed_out', values: {}, remedy: 'retry' }} />);
  expect(screen.queryByRole('button')).toBeNull();
});
