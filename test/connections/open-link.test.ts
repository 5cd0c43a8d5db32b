import { expect, it } from 'vitest';
import { openLink } from '../../src-main/connections/open-link.ts';
import { payloads } from '../support/payloads.ts';
import { startKeyfob } from '../support/keyfob.ts';

it('a link opens an https address as it was shown', async () => {
  const kit = await startKeyfob();
  for (const address of ['https://example.com/', 'https://xn--pple-43d.com/a?b=%E2%80%AE#c', 'https://8.8.8.8:8443/x'])
    await openLink(kit.context, address);
  expect(kit.opened.map(({ href }) => href)).toEqual([
    'https://example.com/',
    'https://xn--pple-43d.com/a?b=%E2%80%AE#c',
    'https://8.8.8.8:8443/x',
  ]);
});

const refused: [string, string][] = [
  // A parser writes these differently: the address that was read is not the one that would be requested.
  ['https://example.com', 'address_invalid'],
  ['https://аpple.com/', 'address_invalid'],
  ['https://example.com/a\u202eb', 'address_invalid'],
  ['https://example.com\\@attacker.example/', 'address_invalid'],
  ['HTTPS://example.com/', 'address_invalid'],
  ['https://example.com:443/', 'address_invalid'],
  ['https://0x7f.1/', 'address_invalid'],
  [' https://example.com/', 'address_invalid'],
  ['example.com', 'address_invalid'],
  ['', 'address_invalid'],
  ['http://example.com/', 'address_not_https'],
  ['javascript:alert(1)', 'address_not_https'],
  ['file:///etc/passwd', 'address_not_https'],
  ['app.keyfob:/oauth/callback?code=x', 'address_not_https'],
  ['data:text/html,x', 'address_not_https'],
  ['ms-msdt:/id', 'address_not_https'],
  ['https://example.com@attacker.example/', 'address_has_credentials'],
  ['https://example.com:25/', 'port_refused'],
  ['https://127.0.0.1/', 'address_refused'],
  ['http://localhost:3000/', 'address_refused'],
  ['https://localhost/', 'address_refused'],
  ['https://localhost./', 'address_refused'],
  ['https://app.localhost:8443/', 'address_refused'],
  ['https://app.localhost./', 'address_refused'],
  ['https://192.168.0.1/', 'address_refused'],
  ['https://169.254.169.254/', 'address_refused'],
  ['https://[::1]/', 'address_refused'],
];

it.each(refused)('a link to %j is refused: %s', async (address, code) => {
  const kit = await startKeyfob();
  await expect(openLink(kit.context, address)).rejects.toMatchObject({ name: 'Fault', code });
  expect(kit.opened).toEqual([]);
});

it('a link of the hostile texts is never opened', async () => {
  const kit = await startKeyfob();
  for (const { text } of payloads('http://127.0.0.1:1')) {
    await expect(openLink(kit.context, text)).rejects.toMatchObject({ name: 'Fault' });
  }
  expect(kit.opened).toEqual([]);
});

it('a link reports that no browser opens', async () => {
  const kit = await startKeyfob({ openBrowser: () => Promise.reject(new Error('no browser')) });
  await expect(openLink(kit.context, 'https://example.com/')).rejects.toMatchObject({ code: 'browser_not_opened' });
});
