// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Facts } from '../../../src-renderer/views/server/Facts.tsx';
import { FoundServer } from '../../../src-renderer/views/add/FoundServer.tsx';
import { ServerHeader } from '../../../src-renderer/views/server/ServerHeader.tsx';
import { scopePhrase } from '../../../src-renderer/words/scope-phrase.ts';
import { draw, install } from '../fixtures/render.tsx';
import { appView, serverView, signInView } from '../fixtures/views.ts';

const now = new Date(2026, 4, 3, 12, 0).getTime();
const minute = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now });
  install({ app: appView, servers: [] });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('the text of a scope', () => {
  it.each([
    ['read:issues', 'read', 'issues'],
    ['issues:read', 'read', 'issues'],
    ['issues.write', 'write', 'issues'],
    ['write_orders', 'write', 'orders'],
    ['admin:repo_hook', 'manage', 'repo hook'],
    ['https://www.googleapis.com/auth/drive.readonly', 'read', 'drive'],
    ['https://graph.microsoft.com/Mail.Read', 'read', 'Mail'],
    ['Files.ReadWrite.All', 'write', 'Files'],
    ['tools.call', 'use', 'tools'],
    ['offline_access', 'offline', undefined],
    ['repo', 'repositories', undefined],
  ])('%s is to %s %s', (scope, verb, thing) => {
    expect(scopePhrase(scope)).toEqual({ verb, ...(thing && { thing }) });
  });

  it.each([
    'access_as_user',
    'user:email',
    'constructor',
    '__proto__',
    'readme',
    'read:',
    ':read',
    'read:<b>',
    'x'.repeat(256),
  ])('%s is left to its server', (scope) => {
    expect(scopePhrase(scope)).toBeUndefined();
  });
});

const fact = (name: string) => screen.getByText(name, { selector: 'dt' }).nextElementSibling?.textContent;

describe('the details of a sign-in', () => {
  const signIn = { ...signInView(now, 'https://acme.example'), account: 'ann@example.com' };
  const server = serverView('Acme', {
    signIn,
    status: { state: 'signed_in', renewable: true, expiresAt: now + 42 * minute, renewsAt: now + 41 * minute },
  });

  it('name its account, its access, and the server’s own scope names on request', () => {
    draw(<Facts server={server} />);
    expect(fact('Signed in as')).toBe('ann@example.com');
    expect(fact('Allowed to')).toMatch(/^read issues, write issues,? and stay signed in details$/);
    fireEvent.click(screen.getByRole('button', { name: 'details' }));
    expect([...document.querySelectorAll('code')].map(({ textContent }) => textContent)).toEqual(signIn.scopes);
  });

  it('name no account that the server did not name', () => {
    const { account: _, ...unnamed } = signIn;
    draw(<Facts server={{ ...server, signIn: unnamed }} />);
    expect(screen.queryByText('Signed in as')).toBeNull();
  });

  it('say when it ends, was renewed and will be renewed, and stay correct while they are open', async () => {
    draw(<Facts server={server} />);
    expect(fact('Ends')).toBe('12:42, in 42 minutes; renews itself');
    expect(fact('Last renewed')).toBe('11:42, 18 minutes ago');
    expect(fact('Renews next')).toBe('12:41, in 41 minutes');
    await vi.advanceTimersByTimeAsync(10 * minute);
    expect(fact('Ends')).toBe('12:42, in 32 minutes; renews itself');
    expect(fact('Last renewed')).toBe('11:42, 28 minutes ago');
  });

  it('name the app where no person signed in', () => {
    const { account: _, ...unnamed } = signIn;
    const alone = { ...server, grantType: 'client_credentials' as const };
    draw(<ServerHeader server={alone} />);
    expect(screen.getByText('Signed in as this app')).toBeDefined();
    expect(screen.getByText('New token at 12:41.')).toBeDefined();
    draw(<Facts server={{ ...alone, signIn: { ...unnamed, grantType: 'client_credentials' } }} />);
    expect(fact('Signed in as')).toBe('This app, not a user');
  });
});

it('the details of a previewed address name the access it would get', () => {
  const plan = {
    issuer: 'https://acme.example',
    issuers: ['https://acme.example'],
    resource: 'https://mcp.acme.example/mcp',
    scopes: ['read:issues', 'access_as_user'],
    grantType: 'authorization_code' as const,
    grantTypes: [],
    registration: 'dynamic' as const,
    returnPath: 'app_link' as const,
    pushed: false,
    dpop: false,
    guessed: false,
  };
  const found = { url: plan.resource, name: 'Acme', requiresSignIn: true, steps: [], plan };
  const { container } = draw(
    <FoundServer
      run={{ state: 'found', url: plan.resource, found }}
      incomplete={false}
      onEditAddress={() => {}}
      onRetry={() => {}}
    />,
  );
  expect(within(container).getByText(/be allowed to read issues and access_as_user\./)).toBeDefined();
});
