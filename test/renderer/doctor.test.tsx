// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AttemptView } from '../../src-preload/contract.ts';
import { Doctor } from '../../src-renderer/views/Doctor.tsx';
import { draw, install } from './fixtures/render.tsx';
import { appView, failedAttempt, serverView } from './fixtures/views.ts';

const now = Date.now();

beforeEach(() => install({ app: appView, servers: [] }));
afterEach(cleanup);

const title = () => screen.getByRole('heading', { level: 2 }).textContent;
const step = (name: AttemptView['steps'][number]['name'], state: 'done' | 'failed') =>
  ({ name, state, facts: {}, milliseconds: 1 }) as const;

it('counts the steps that this way of signing in takes', () => {
  draw(<Doctor server={serverView('Acme')} attempt={failedAttempt(now)} />);
  expect(title()).toBe('Sign-in to Acme stopped at step 4 of 6');
  cleanup();
  draw(<Doctor server={serverView('Acme', { grantType: 'device_code' })} attempt={failedAttempt(now)} />);
  expect(title()).toBe('Sign-in to Acme stopped at step 4 of 7');
  cleanup();
  draw(<Doctor server={serverView('Acme', { grantType: 'client_credentials' })} attempt={failedAttempt(now)} />);
  expect(title()).toBe('Sign-in to Acme stopped at step 4 of 5');
});

it('counts the steps that were made, and not those that typed addresses spare', () => {
  const attempt: AttemptView = {
    startedAt: now,
    steps: [step('registration', 'done'), step('authorize', 'done'), step('token', 'failed')],
    error: { code: 'code_refused', values: {} },
  };
  draw(<Doctor server={serverView('Acme')} attempt={attempt} />);
  expect(title()).toBe('Sign-in to Acme stopped at step 3 of 3');
});
