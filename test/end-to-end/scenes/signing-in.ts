import type { AttemptView, ErrorView, ServerView } from '../../../src-preload/contract.ts';
import { failedAttempt, goodAttempt, serverView, signInView } from '../../renderer/fixtures/views.ts';
import { type Scene, type Stage, tell } from './stage.ts';

const minute = 60_000;
const issuer = 'https://auth.acme.example';
/** A host name that imitates another one. */
const longHost = `${'login.bank.example.'.repeat(5)}evil.example`;

/**
 * Every step and every end of a sign-in. Main sends them one by one here, because in a real sign-in most are over in an
 * instant.
 */
export function signingInScenes(stage: Stage): Scene[] {
  const now = Date.now();
  const good = goodAttempt(now).steps;
  const running = (count: number, name: 'probe' | 'token' | 'authorize' | 'device_code'): AttemptView => ({
    startedAt: now,
    steps: [...good.slice(0, count), { name, state: 'running', host: 'auth.acme.example', facts: {}, milliseconds: 0 }],
  });
  const stopped = (error: ErrorView, steps = failedAttempt(now).steps): Partial<ServerView> => ({
    lastAttempt: { startedAt: now - minute, steps, error },
  });
  const authorizing = {
    state: 'authorizing',
    since: now,
    authorizationServer: 'auth.acme.example',
    browserHost: 'auth.acme.example',
  } as const;
  const signIn = signInView(now, issuer);
  const firm = { state: 'signed_in', renewable: false, expiresAt: now + 95 * minute } as const;

  const told = (name: string, server: string, more: Partial<ServerView>): Scene => ({
    name,
    async show(window) {
      const view = serverView(server, { id: `told-${name}`, ...more });
      await tell(stage, 'servers:changed', view);
      await tell(stage, 'app:go-to', { serverId: view.id });
      await window.getByRole('heading', { level: 1, name: server }).waitFor();
    },
  });
  const press = (name: string, button: string): Scene => ({
    name,
    async show(window) {
      await window.getByRole('button', { name: button }).click();
      await window.getByRole('dialog').waitFor();
    },
  });
  const close: Scene['show'] = () => stage.away();
  const after = (scene: Scene, before: Scene['show']): Scene => ({
    ...scene,
    async show(window) {
      await before(window);
      await scene.show(window);
    },
  });

  return [
    told('connecting', 'Figma', {
      status: { ...authorizing, phase: 'discovering' },
      lastAttempt: running(0, 'probe'),
    }),
    told('opening', 'Canva', {
      status: { ...authorizing, phase: 'opening', returnPath: 'app_link', until: now + 10 * minute },
      lastAttempt: running(4, 'authorize'),
    }),
    told('waiting-loopback', 'Asana', {
      status: {
        ...authorizing,
        phase: 'waiting',
        returnPath: 'loopback',
        otherWays: ['app_link', 'register_again'],
        until: now + 10 * minute,
      },
      lastAttempt: running(4, 'authorize'),
    }),
    told('device-code', 'Render farm', {
      grantType: 'device_code',
      status: {
        ...authorizing,
        phase: 'waiting',
        deviceCode: {
          userCode: 'BDKW-JXQR',
          verificationUri: `${issuer}/device`,
          verificationUriComplete: `${issuer}/device?user_code=BDKW-JXQR`,
          expiresAt: now + 10 * minute,
        },
      },
      lastAttempt: running(4, 'device_code'),
    }),
    told('finishing', 'Miro', {
      status: { ...authorizing, phase: 'exchanging' },
      lastAttempt: running(5, 'token'),
    }),
    told(
      'timed-out',
      'Slow desk',
      stopped({ code: 'request_expired', values: {}, remedy: 'retry' }, [
        ...good.slice(0, 4),
        { name: 'authorize', state: 'failed', host: 'auth.acme.example', facts: {}, milliseconds: 10 * minute },
      ]),
    ),
    told('doctor-loopback', 'Acme', { lastAttempt: failedAttempt(now) }),
    {
      name: 'doctor-details',
      async show(window) {
        await window.getByRole('button', { name: 'Show details' }).click();
        await window.getByText('Sign-in service', { exact: true }).waitFor();
      },
    },
    told(
      'doctor-register-again',
      'Forgetful',
      stopped({
        code: 'client_unknown',
        values: { host: 'auth.acme.example', issuer: 'auth.acme.example' },
        serverText: 'client is invalid',
        remedy: 'register_again',
      }),
    ),
    told('doctor-allow-address', 'Basement', {
      url: 'https://10.0.0.5/mcp',
      host: '10.0.0.5',
      ...stopped(
        {
          code: 'address_refused',
          values: { host: '10.0.0.5', origin: 'https://10.0.0.5' },
          remedy: 'allow_address',
        },
        [{ name: 'probe', state: 'failed', host: '10.0.0.5', facts: {}, milliseconds: 2 }],
      ),
    }),
    told('doctor-two-sites', 'Ledger', {
      browserHost: 'login.bank.example',
      ...stopped(
        {
          code: 'hosts_differ',
          values: {
            browserHost: 'login.bank.example',
            answerHost: longHost,
            issuer: `https://${longHost}/oauth`,
          },
          remedy: 'allow_hosts',
        },
        good.slice(0, 3),
      ),
    }),
    {
      name: 'two-sites-question',
      async show(window) {
        await window.getByRole('button', { name: 'Continue with both sites' }).click();
        await window.getByRole('alertdialog').waitFor();
      },
    },
    told('doctor-change-address', 'Blog', {
      ...stopped({ code: 'not_an_mcp_server', values: { host: 'blog.example' }, remedy: 'edit_address' }, [
        { name: 'probe', state: 'failed', host: 'blog.example', facts: { status: 404 }, milliseconds: 80 },
      ]),
    }),
    press('change-address', 'Change the address'),
    after(
      told('doctor-no-pkce', 'Blog', {
        ...stopped(
          {
            code: 'pkce_unsupported',
            values: {
              host: 'login.acme.example',
              reason: 'unlisted',
              authorizationEndpoint: 'https://login.acme.example/oauth2/authorize',
              tokenEndpoint: 'https://login.acme.example/oauth2/token',
            },
            remedy: 'edit_settings',
          },
          good.slice(0, 2),
        ),
      }),
      close,
    ),
    after(
      told('more-access', 'GitHub', {
        status: { state: 'needs_sign_in', reason: 'more_access_needed', since: now - minute },
        signIn,
        wantedScopes: ['delete:issues', 'admin:org'],
        wantedBy: 'create_issue',
      }),
      close,
    ),
    press('review', 'Review'),
    after(
      told('ends-soon', 'Stripe', { status: firm, signIn: { ...signIn, renewable: false, expiresAt: firm.expiresAt } }),
      close,
    ),
    told('unreachable-kept', 'Far away', {
      status: {
        state: 'unreachable',
        since: now - minute,
        retryAt: now + 5 * minute,
        error: { code: 'timed_out', values: { host: 'mcp.faraway.example' }, remedy: 'retry' },
      },
      signIn,
    }),
    told('this-app', 'Night report', {
      grantType: 'client_credentials',
      status: { state: 'signed_in', renewable: true, expiresAt: now + 40 * minute, renewsAt: now + 35 * minute },
      signIn: {
        ...signIn,
        grantType: 'client_credentials',
        registration: { kind: 'pre_registered', registeredAt: now, returnPath: 'none' },
      },
    }),
    told('shared-account', 'Team handbook', {
      account: 'shared',
      status: { state: 'signed_in', renewable: true, expiresAt: now + 40 * minute, renewsAt: now + 35 * minute },
      signIn: { ...signIn, account: 'team@example.com' },
      lastAttempt: goodAttempt(now),
    }),
  ];
}
