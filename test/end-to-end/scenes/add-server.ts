import type { DiscoveryView } from '../../../src-preload/contract.ts';
import { openAddServer } from '../person.ts';
import { answerWith, type Scene, type Stage } from './stage.ts';

const host = 'mcp.slow.example';
const answerHost = `${'login.ledger.example.'.repeat(3)}evil.example`;

const acrossTwoSites: DiscoveryView = {
  url: `https://${host}/mcp`,
  name: 'Ledger',
  requiresSignIn: true,
  steps: [],
  plan: {
    issuer: `https://${answerHost}/oauth`,
    issuers: [`https://${answerHost}/oauth`],
    resource: `https://${host}/mcp`,
    scopes: ['read:ledger', 'offline_access'],
    grantType: 'authorization_code',
    grantTypes: ['authorization_code'],
    registration: 'dynamic',
    returnPath: 'app_link',
    pushed: false,
    dpop: false,
    guessed: false,
    browserHost: 'login.bank.example',
    answerHost,
  },
};

/** A dry run that takes long, one that fails, and one that finds a sign-in across two sites. */
export function addServerScenes(stage: Stage): Scene[] {
  const look = async (
    answer: Parameters<typeof answerWith<'connections:discover'>>[2],
    typed = `https://${host}/mcp`,
  ) => {
    await stage.away();
    await answerWith(stage, 'connections:discover', answer);
    await openAddServer(stage.window);
    await stage.window.getByLabel('Address').fill(typed);
    await stage.window.getByLabel('Address').press('Enter');
    await answerWith(stage, 'connections:discover');
  };
  return [
    {
      name: 'add-server-looking',
      async show(window) {
        await look('never');
        await window.getByText(`Checking ${host}`).waitFor();
      },
    },
    {
      name: 'add-server-failed',
      async show(window) {
        await look({ ok: false, error: { code: 'timed_out', values: { host }, remedy: 'retry' } });
        await window.getByRole('alert').waitFor();
      },
    },
    {
      name: 'add-server-understood',
      async show(window) {
        const open = { url: `https://${host}/mcp`, name: 'Slow', requiresSignIn: false, steps: [] };
        await look({ ok: true, value: open }, `npx -y mcp-remote https://${host}/ --header "x: y"`);
        await window.getByText('Keyfob reads this as').waitFor();
      },
    },
    {
      name: 'add-server-redirected',
      async show(window) {
        const address = 'https://tools.example/mcp';
        const values = { host, reason: 'elsewhere', target: address, address };
        await look({ ok: false, error: { code: 'redirect_refused', values, remedy: 'use_address' } });
        await window.getByRole('button', { name: 'Use that address' }).waitFor();
      },
    },
    {
      name: 'add-server-two-sites',
      async show(window) {
        await look({ ok: true, value: acrossTwoSites });
        await window.getByText('another site').waitFor();
      },
    },
  ];
}
