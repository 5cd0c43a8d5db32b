import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import type { ForwardingsView, ImportPreviewView } from '../../../src-preload/contract.ts';
import { ask } from '../ask.ts';
import { openAddServer, paste } from '../person.ts';
import { answerWith, type Scene, type Stage } from './stage.ts';

/**
 * The configuration of other MCP clients: two new servers, one of them with a secret, one that exists, one that is
 * refused, and an unreadable file.
 */
async function otherPrograms(home: string, there: string): Promise<void> {
  const put = async (path: string, text: string) => {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), text);
  };
  const servers = {
    linear: { url: 'https://mcp.linear.example/mcp', headers: { 'X-Team': 'secret' } },
    notion: { url: 'https://mcp.notion.example/mcp' },
    weather: { url: there },
    plain: { url: 'http://mcp.plain.example/mcp' },
    files: { command: 'npx' },
  };
  await put('.cursor/mcp.json', JSON.stringify({ mcpServers: servers }));
  await put('.codeium/windsurf/mcp_config.json', '{"mcpServers": {');
}

const attacked = {
  issuer: 'https://login.notes.example',
  authorizationEndpoint: 'https://login.notes.example/oauth2/authorize',
  tokenEndpoint: `https://${'login.notes.example.'.repeat(6)}evil.example/oauth2/token`,
  clientId: '6f1d0a52-9c1f-4f9b-8a34-5e0c3b7d2f11',
};
const fresh = { state: 'new', missing: [], enabled: true, settings: {}, consent: null } as const;

/**
 * An imported file: a server that sends the code to a host with a long name, one with every other setting, and one with
 * none.
 */
const chosenFile: ImportPreviewView = {
  previewId: 'file',
  sources: [
    {
      name: 'keyfob-servers.json',
      local: [],
      entries: [
        { ...fresh, missing: [], index: 0, name: 'Plain', url: 'https://plain.example/mcp' },
        {
          ...fresh,
          index: 1,
          name: 'Notes',
          url: 'https://notes.example/mcp',
          missing: ['client_secret'],
          settings: attacked,
          consent: {
            settings: attacked,
            hosts: [
              { host: 'login.notes.example', fields: ['issuer', 'authorizationEndpoint'] },
              { host: new URL(attacked.tokenEndpoint).host, fields: ['tokenEndpoint'] },
            ],
          },
        },
        {
          ...fresh,
          index: 2,
          name: 'Wiki',
          url: 'https://wiki.example/mcp',
          missing: [],
          enabled: false,
          settings: {
            account: 'shared',
            returnPath: 'loopback',
            grantType: 'device_code',
            authenticationMethod: 'client_secret_basic',
            scope: 'read write',
            sendResource: false,
            note: 'The one that everyone edits. '.repeat(20),
            callTimeout: 90_000,
            toolPrefix: 'wiki.',
          },
          consent: {
            settings: { grantType: 'device_code', authenticationMethod: 'client_secret_basic', sendResource: false },
            hosts: [],
          },
        },
      ],
    },
  ],
};

const forwardings: ForwardingsView = {
  forwardings: [
    {
      id: 'build',
      name: 'build server',
      createdAt: Date.UTC(2026, 10, 2, 9),
      lastUsed: Date.UTC(2026, 10, 29, 17, 30),
      servers: ['Acme tracker', 'Weather'],
      connected: 2,
    },
    {
      id: 'box',
      name: 'dev container',
      createdAt: Date.UTC(2026, 10, 20, 9),
      lastUsed: null,
      servers: [],
      connected: 0,
    },
  ],
  connector: '/home/ann/.keyfob/bin/keyfob',
  socket: '/home/ann/.keyfob/run/agent.sock',
};

/** A passage of a document: a server behind a bridge, and two programs. */
const pasted = `claude mcp add tracker -e TEAM_TOKEN=x -- npx mcp-remote https://mcp.tracker.example/mcp --header "X-Team: y"
{"mcpServers": {"files": {"command": "npx"}, "browser": {"command": "uvx"}}}`;

/** The scenes that follow do not need the imported servers. */
async function forgetExamples(window: Page): Promise<void> {
  const servers = await ask(window, 'servers:list');
  if (!servers.ok) return;
  for (const { id, host } of servers.value)
    if (host.endsWith('.example')) await ask(window, 'servers:remove', { serverId: id });
}

/** Dialogs, menus and confirmations over real servers. `there`: the address of one of them. */
export function dialogScenes(stage: Stage, there: string): Scene[] {
  const { desktop, see, away, choose } = stage;
  return [
    {
      name: 'directory',
      async show(window) {
        await away();
        await openAddServer(window);
        await window.getByRole('button', { name: 'Pick from a list' }).click();
        await window.getByRole('heading', { name: 'Popular servers' }).waitFor();
      },
    },
    {
      name: 'import-found',
      async show(window) {
        await otherPrograms(desktop.home, there);
        await away();
        await openAddServer(window);
        await window.getByRole('button', { name: 'Import from other apps' }).click();
        await window.getByRole('group', { name: 'Cursor' }).waitFor();
      },
    },
    {
      name: 'import-done',
      async show(window) {
        await window.getByRole('checkbox', { name: 'Select all 2' }).check();
        await window.getByRole('button', { name: 'Import 2 servers' }).click();
        await window.getByRole('button', { name: 'Done' }).waitFor();
      },
    },
    {
      name: 'import-settings',
      async show(window) {
        await away();
        await forgetExamples(window);
        await answerWith(stage, 'import:from-file', { ok: true, value: chosenFile });
        await openAddServer(window);
        await window.getByRole('button', { name: 'Import from other apps' }).click();
        await window.getByRole('button', { name: 'From a file…', exact: true }).click();
        await window.getByRole('checkbox', { name: 'Select all 3' }).check();
        await window.getByText(/^Notes, Wiki: review the settings/).waitFor();
        await answerWith(stage, 'import:from-file');
      },
    },
    {
      name: 'palette',
      async show(window) {
        await away();
        await window.getByRole('button', { name: 'Find and go' }).click();
        await window.getByText('Enter to open').waitFor();
        await window.getByRole('combobox').press('ArrowDown');
      },
    },
    {
      name: 'add-server-pasted',
      async show(window) {
        await away();
        await answerWith(stage, 'connections:discover', 'never');
        await openAddServer(window);
        await paste(window, pasted);
        await window.getByText('Not taken over, because').waitFor();
        await answerWith(stage, 'connections:discover');
      },
    },
    {
      name: 'import-pasted',
      async show(window) {
        await away();
        await openAddServer(window);
        await paste(window, `${pasted}\n[mcp_servers.wiki]\nurl = "https://mcp.wiki.example/mcp"`);
        await window.getByRole('group', { name: 'Text' }).waitFor();
      },
    },
    {
      name: 'settings-loss',
      async show(window) {
        await away();
        await see('Acme tracker', 'Settings');
        await window.getByLabel('How the browser returns').selectOption({ index: 1 });
        await window.getByRole('button', { name: 'Save', exact: true }).click();
        await window.getByRole('dialog').getByRole('button', { name: 'Cancel' }).waitFor();
      },
    },
    {
      name: 'settings-draft',
      async show(window) {
        await window.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
        await see('Weather');
        await see('Acme tracker', 'Settings');
        await window.getByText('Unsaved changes.').waitFor();
      },
    },
    {
      name: 'server-menu',
      async show(window) {
        await window.getByRole('button', { name: 'Discard changes' }).click();
        await see('Acme tracker');
        await window.getByRole('button', { name: 'More actions' }).click();
        await window.getByRole('menuitem').first().waitFor();
      },
    },
    {
      name: 'sign-out-other',
      async show(window) {
        await away();
        await choose('Acme tracker', 'Who is signed in…');
        await window.getByRole('button', { name: 'Sign out Me' }).click();
        await window.getByRole('alertdialog').waitFor();
      },
    },
    {
      name: 'remove-person',
      async show(window) {
        await away();
        await away();
        await window.getByRole('button', { name: /You are Me\./ }).click();
        await window.getByRole('menuitem', { name: 'People and workspaces…' }).click();
        await window.getByRole('textbox', { name: 'Name of a new person' }).fill('Mai');
        await window.keyboard.press('Enter');
        await window.getByRole('button', { name: 'Remove Mai' }).click();
        await window.getByRole('alertdialog').waitFor();
      },
    },
    {
      name: 'forwardings',
      async show(window) {
        await away();
        await away();
        await window.getByRole('button', { name: /^Programs/ }).click();
        await answerWith(stage, 'forwardings:list', { ok: true, value: forwardings });
        await window.getByRole('button', { name: 'Other machines…' }).click();
        await window.getByRole('button', { name: 'New forwarding…' }).click();
        const dialog = window.getByRole('dialog', { name: 'Other machines' });
        await dialog.getByLabel('Name').fill('laptop');
        await dialog.getByLabel('Weather').check();
      },
    },
    {
      name: 'forwarding-key',
      async show(window) {
        const key = `kff_${'Zm9yd2FyZGluZw'.repeat(3)}x`;
        await answerWith(stage, 'forwardings:make', { ok: true, value: { id: 'laptop', key } });
        await window.getByRole('button', { name: 'Make the key' }).click();
        await window.getByText(key).waitFor();
      },
    },
    {
      name: 'forwarding-not-copied',
      async show(window) {
        await window.getByRole('button', { name: 'Done' }).click();
        await window.getByRole('alertdialog').waitFor();
      },
    },
    {
      name: 'forwarding-revoke',
      async show(window) {
        await window.getByRole('button', { name: 'Close without copying' }).click();
        await window.getByRole('button', { name: 'Revoke build server' }).click();
        await window.getByRole('alertdialog').waitFor();
        await answerWith(stage, 'forwardings:list');
        await answerWith(stage, 'forwardings:make');
      },
    },
    {
      name: 'profile-menu',
      async show(window) {
        await away();
        await away();
        await window.getByRole('button', { name: /You are Me\./ }).click();
        await window.getByRole('menuitem', { name: /^Mai / }).waitFor();
      },
    },
  ];
}
