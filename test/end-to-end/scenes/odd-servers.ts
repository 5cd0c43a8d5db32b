import { serverView } from '../../renderer/fixtures/views.ts';
import type { ServerView } from '../../../src-preload/contract.ts';
import { openAddServer } from '../person.ts';
import { answerWith, type Scene, type Stage, tell } from './stage.ts';

const minute = 60_000;

/** What the window shows for servers that do not behave as the specifications say, and for what Keyfob then offers. */
export function oddServerScenes(stage: Stage): Scene[] {
  const now = Date.now();
  const told = (name: string, server: string, more: Partial<ServerView>): Scene => ({
    name,
    async show(window) {
      await stage.away();
      const view = serverView(server, { id: `told-${name}`, ...more });
      await tell(stage, 'servers:changed', view);
      await tell(stage, 'app:go-to', { serverId: view.id });
      await window.getByRole('heading', { level: 1, name: server }).waitFor();
    },
  });
  const keyed = { grantType: 'key', keyPlace: 'bearer' } as const;
  const waiting = {
    state: 'authorizing',
    phase: 'waiting',
    since: now,
    authorizationServer: 'auth.acme.example',
    browserHost: 'auth.acme.example',
    returnPath: 'app_link',
    until: now + 10 * minute,
  } as const;
  return [
    {
      name: 'add-server-key',
      async show(window) {
        await stage.away();
        const url = 'https://mcp.keyed.example/mcp';
        await answerWith(stage, 'connections:discover', {
          ok: true,
          value: {
            url,
            name: 'Keyed',
            requiresSignIn: true,
            steps: [],
            plan: {
              issuer: 'https://mcp.keyed.example',
              issuers: ['https://mcp.keyed.example'],
              resource: url,
              scopes: [],
              grantType: 'authorization_code',
              grantTypes: ['authorization_code'],
              registration: 'dynamic',
              returnPath: 'app_link',
              pushed: false,
              dpop: false,
              guessed: true,
              keyPlace: 'basic',
            },
          },
        });
        await openAddServer(window);
        await window.getByLabel('Address').fill(url);
        await window.getByLabel('Address').press('Enter');
        await window.getByLabel('Password').waitFor();
        await answerWith(stage, 'connections:discover');
      },
    },
    told('key-needed', 'Weather key', { ...keyed, status: { state: 'signed_out' } }),
    {
      name: 'key-dialog',
      async show(window) {
        await window.getByRole('button', { name: 'Enter key' }).click();
        await window.getByRole('dialog').waitFor();
      },
    },
    told('key-refused', 'News', {
      ...keyed,
      status: { state: 'needs_sign_in', reason: 'key_refused', since: now - minute },
    }),
    told('busy', 'Crowded', {
      status: {
        state: 'unreachable',
        since: now - minute,
        retryAt: now + 60 * minute,
        error: { code: 'busy', values: { host: 'mcp.crowded.example', seconds: 3600 }, remedy: 'retry' },
      },
    }),
    told('unproved', 'Silent', { status: { ...waiting, unproved: 'access_denied: The user has no licence.' } }),
    told('late-answer', 'Late', { lateAnswer: true }),
    told('doctor-sign-in-service', 'Basement notes', {
      url: 'https://notes.corp.example/mcp',
      host: 'notes.corp.example',
      lastAttempt: {
        startedAt: now - minute,
        steps: [
          { name: 'probe', state: 'done', host: 'notes.corp.example', facts: { status: 401 }, milliseconds: 12 },
          {
            name: 'resource_metadata',
            state: 'done',
            host: 'notes.corp.example',
            facts: { issuer: 'login.corp.example' },
            milliseconds: 8,
          },
          { name: 'server_metadata', state: 'failed', host: 'login.corp.example', facts: {}, milliseconds: 2 },
        ],
        error: {
          code: 'address_refused',
          values: {
            host: 'login.corp.example',
            origin: 'https://login.corp.example',
            forServer: 'https://notes.corp.example',
            reason: 'sign_in_service',
          },
          remedy: 'allow_address',
        },
      },
    }),
    {
      name: 'token-file',
      async show(window) {
        await stage.see('Weather', 'Settings');
        await window.getByLabel('How to sign in').selectOption('jwt_bearer');
        await window.getByRole('button', { name: 'Choose file…' }).scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'added-to-requests',
      async show(window) {
        await window.getByLabel('How to sign in').selectOption('authorization_code');
        await window.getByRole('checkbox', { name: 'Ask for your consent each time' }).scrollIntoViewIfNeeded();
      },
    },
  ];
}
