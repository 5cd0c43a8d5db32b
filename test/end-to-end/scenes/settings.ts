import type { Page } from '@playwright/test';
import type { ManagedView } from '../../../src-preload/contract.ts';
import { ask } from '../ask.ts';
import { answerWith, type Scene, type Stage } from './stage.ts';

const day = 24 * 60 * 60_000;
const longHost = `${'login.ledger.example.'.repeat(4)}evil.example`;

/** Unusual states of the settings: main answers as it would for other builds and after other decisions. */
export function settingsScenes(stage: Stage): Scene[] {
  /** Main is asked when the settings open. */
  const open = async (window: Page) => {
    await stage.see('Weather');
    await window.getByRole('button', { name: 'Keyfob settings' }).click();
    await window.getByRole('heading', { name: 'About' }).waitFor();
  };
  return [
    {
      name: 'preferences-registration',
      async show(window) {
        await open(window);
        await window.getByLabel('Address of the client metadata document').fill('http://example.com/keyfob.json');
        await window.getByText('Enter an https address').scrollIntoViewIfNeeded();
        await window.getByRole('heading', { name: 'Registration' }).scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'preferences-hosts',
      async show(window) {
        const allowedAt = Date.now() - 2 * day;
        await answerWith(stage, 'hosts:list', {
          ok: true,
          value: [
            {
              issuer: 'https://auth.acme.example',
              browserHost: 'login.acme.example',
              answerHost: 'acme-tools.example',
              allowedAt,
              allowedBy: 'Ann Lee',
            },
            {
              issuer: `https://${longHost}/realms/everyone`,
              browserHost: longHost,
              answerHost: `tokens.${longHost}`,
              allowedAt,
              allowedBy: null,
            },
          ],
        });
        await open(window);
        await window.getByRole('button', { name: `Revoke ${longHost}` }).scrollIntoViewIfNeeded();
        await answerWith(stage, 'hosts:list');
      },
    },
    {
      name: 'preferences-authorities',
      async show(window) {
        const authority = (subject: string, first: string) => ({
          fingerprint: [first, ...Array.from({ length: 31 }, () => 'A7')].join(':'),
          subject,
          issuer: subject,
          validFrom: Date.now() - 400 * day,
          validUntil: Date.now() + 900 * day,
          addedAt: Date.now() - 2 * day,
        });
        await answerWith(stage, 'authorities:list', {
          ok: true,
          value: {
            chosen: [
              authority('Acme Internal Root', '0B'),
              authority(`Root of ${longHost}, for all of its parts`, '1C'),
            ],
            environment: { file: '/etc/ssl/company/extra-authorities.pem', count: 3, problem: 'broken' },
          },
        });
        await open(window);
        await window.getByText('Acme Internal Root').first().scrollIntoViewIfNeeded();
        await answerWith(stage, 'authorities:list');
      },
    },
    {
      name: 'preferences-command-path',
      async show(window) {
        await open(window);
        await window.getByRole('button', { name: 'Put keyfob on my PATH…' }).click();
        await window.getByRole('button', { name: 'Put keyfob on my PATH', exact: true }).scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'preferences-managed',
      async show(window) {
        const desktop = await ask(window, 'desktop:describe');
        if (!desktop.ok) throw new Error(desktop.error.code);
        const managed: ManagedView = {
          file: '/etc/keyfob/managed.json',
          allowedServers: ['https://mcp.linear.app', 'https://*.corp.example'],
          allowedPrograms: ['/home/*/.local/share/claude/versions/*'],
          allowedAddresses: [],
          export: false,
          lockAfterMinutes: 15,
          updates: false,
        };
        await answerWith(stage, 'desktop:describe', { ok: true, value: { ...desktop.value, managed } });
        await open(window);
        await window.getByRole('heading', { name: 'Set by your administrator' }).scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'preferences-managed-refused',
      async show(window) {
        const desktop = await ask(window, 'desktop:describe');
        if (!desktop.ok) throw new Error(desktop.error.code);
        const detail = 'unknown: allowedServer';
        const managed: ManagedView = { file: '/etc/keyfob/managed.json', problem: 'invalid', detail, export: false };
        await answerWith(stage, 'desktop:describe', { ok: true, value: { ...desktop.value, managed } });
        await open(window);
        await window.getByRole('heading', { name: 'Set by your administrator' }).scrollIntoViewIfNeeded();
        await answerWith(stage, 'desktop:describe');
      },
    },
    {
      name: 'about-builds',
      async show(window) {
        const desktop = await ask(window, 'desktop:describe');
        if (!desktop.ok) throw new Error(desktop.error.code);
        const build = { forTests: true, electron: { used: '41.0.0', pinned: '40.1.2' } };
        await answerWith(stage, 'desktop:describe', { ok: true, value: { ...desktop.value, build } });
        await open(window);
        await window.getByRole('button', { name: 'Licences' }).scrollIntoViewIfNeeded();
        await answerWith(stage, 'desktop:describe');
      },
    },
  ];
}
