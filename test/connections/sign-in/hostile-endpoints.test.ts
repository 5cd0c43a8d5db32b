import { describe, expect, it } from 'vitest';
import type { ApprovedPage } from '../../../src-main/connections/state/approved-page.ts';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { openInBrowser } from '../../../src-main/connections/sign-in/open-in-browser.ts';
import { fault } from '../../support/faults.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { scriptedSite } from '../../support/scripted-site.ts';

/** Endpoints by which an authorization server would open a program, or a page at a forbidden address. */
const hostile: unknown[] = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)//https://as.example',
  'java\nscript:alert(1)',
  ' javascript:alert(1)',
  'javascript://as.example/%0aalert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'file://server/share/run.exe',
  '\\\\server\\share\\run.exe',
  'smb://server/share',
  'ftp://as.example/authorize',
  'ms-msdt:/id PCWDiagnostic /skip force',
  'search-ms:query=x&crumb=location:\\\\server\\share',
  'ms-officecmd:{}',
  'shell:startup',
  'jar:https://as.example!/x',
  'view-source:https://as.example',
  'chrome://settings',
  'about:blank',
  'blob:https://as.example/1',
  'mailto:a@as.example',
  'tel:123',
  'ssh://as.example',
  'x-apple.systempreferences:',
  'app.keyfob:/oauth/callback?code=1&state=2',
  'calculator:',
  'http://as.example/authorize',
  'http://10.0.0.1/authorize',
  'http://127.0.0.1.as.example/authorize',
  'https://who@as.example/authorize',
  'https://who:what@as.example/authorize',
  'https://as.example/authorize#fragment',
  'https://10.0.0.1/authorize',
  'https://169.254.169.254/latest/meta-data/',
  'https://[fd00::1]/authorize',
  'https://192.168.1.1:8443/reboot',
  'https://as.example:25/authorize',
  'https://',
  'https:///',
  '//as.example/authorize',
  '/authorize',
  '--gpu-launcher=calc https://as.example',
  '"https://as.example/authorize"',
  '',
  ' ',
  null,
  0,
  true,
  ['https://as.example/authorize'],
  { href: 'https://as.example/authorize' },
];

it(`${hostile.length} hostile authorization endpoints open no browser, and each says why`, async () => {
  const codes: Record<string, number> = {};
  const kit = await startKeyfob();
  for (const endpoint of hostile) {
    const site = await scriptedSite();
    site.metadata.authorization_endpoint = endpoint;
    const id = kit.addServer(site.url);
    await expect(connect(kit.context, kit.session, id), JSON.stringify(endpoint)).rejects.toMatchObject({
      name: 'Fault',
      code: expect.stringMatching(/^(endpoint|address|port)_refused$/) as string,
    });
    const code = kit.completed().at(-1) ?? '';
    codes[code] = (codes[code] ?? 0) + 1;
  }
  console.log(`${hostile.length} hostile endpoints`, codes, `${kit.opened.length} opened`);
  expect(kit.opened).toEqual([]);
});

describe('a server on the internet', () => {
  const opening = async (authorizationUrl: string, serverUrl = 'https://notes.example/mcp') => {
    const kit = await startKeyfob();
    const server = { workspaceId: kit.session.workspaceId, url: serverUrl };
    const page = new URL(authorizationUrl) as ApprovedPage;
    return { kit, opened: openInBrowser(kit.context, server, { authorizationUrl: page }) };
  };

  it.each([
    'http://localhost:8080/shutdown',
    'http://127.0.0.1:631/admin',
    'https://[::1]/',
    'https://127.1/',
    'https://localhost./',
    'https://as.localhost:8443/',
    'https://10.0.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/',
  ])('cannot send the browser to %s', async (url) => {
    const { kit, opened } = await opening(url);
    await expect(opened).rejects.toEqual(fault('address_refused'));
    expect(kit.opened).toEqual([]);
  });

  it('cannot send the browser to a port of another protocol', async () => {
    const { kit, opened } = await opening('https://as.example:6667/');
    await expect(opened).rejects.toEqual(fault('port_refused'));
    expect(kit.opened).toEqual([]);
  });

  it('can send the browser to other servers on the internet', async () => {
    const { kit, opened } = await opening('https://login.example/authorize?x=1');
    await opened;
    expect(kit.opened.map(({ href }) => href)).toEqual(['https://login.example/authorize?x=1']);
  });

  it('passes on nothing that a shell or a command line could read otherwise', async () => {
    const { kit, opened } = await opening('https://login.example/a b"c<d>\t`x`\\e?q="1" --flag');
    await opened;
    expect(kit.opened[0]?.href).toMatch(/^https:\/\/login\.example\/[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7e]+$/);
  });
});
