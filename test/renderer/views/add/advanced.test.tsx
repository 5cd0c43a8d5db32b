// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import AddServer from '../../../../src-renderer/views/add/AddServer.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView } from '../../fixtures/views.ts';

afterEach(cleanup);

// happy-dom has no fonts; a field of several lines measures itself again when a font is loaded.
Object.defineProperty(document, 'fonts', { value: new EventTarget() });

const grant = 'How to sign in';
const known = 'App registration';
const method = 'How Keyfob proves its identity';
const where = 'Where to sign in';
const access = 'Access to request';
const back = 'How the browser returns';
/** The fields that every server has. */
const last = ['Who uses this sign-in', 'Send the server’s address when requesting access'];
const renewable = 'Ask for a sign-in that can be renewed';
const consent = 'Ask for your consent each time';
/** Those of a sign-in in a browser, or with a code. */
const added: Record<string, string[]> = {
  authorization_code: [renewable, consent],
  device_code: [renewable],
};
const calls = ['Tool prefix', 'Tool timeout', 'Add header', 'Note'];
const organisation = ['Your organisation’s token URL', 'Client ID at your organisation', 'Identity token'];

const handmade = ['Client ID', 'Return address', 'Copy return addressCopied'];

const layouts: [what: string, chosen: Record<string, string>, fields: string[]][] = [
  ['what most people need', {}, [known, where, 'Sign-in service', access, back]],
  [
    'a client that was registered by hand',
    { [known]: 'typed' },
    [known, ...handmade, method, 'Client secret', where, 'Sign-in service', access, back],
  ],
  [
    'a client without a secret',
    { [known]: 'typed', [method]: 'none' },
    [known, ...handmade, method, where, 'Sign-in service', access, back],
  ],
  [
    'a client with a key of its own',
    { [known]: 'typed', [method]: 'private_key_jwt', 'Private key': 'pem' },
    [known, ...handmade, method, 'Private key', 'Private key (PEM)', where, 'Sign-in service', access, back],
  ],
  [
    'addresses and scopes that are typed in',
    { [where]: 'typed', [access]: 'typed' },
    [known, where, 'Authorization URL', 'Token URL', 'Sign-in service', access, 'Scopes', back],
  ],
  ['a code on any device', { [grant]: 'device_code' }, [known, 'Sign-in service', access]],
  [
    'an app without a person',
    { [grant]: 'client_credentials', [where]: 'typed' },
    ['Client ID', method, 'Client secret', where, 'Token URL', 'Sign-in service', access],
  ],
  [
    'an organisation that vouches for its people',
    { [grant]: 'identity_assertion' },
    ['Client ID', method, 'Client secret', ...organisation, where, 'Sign-in service', access],
  ],
];

/** By name, in their order. The eye beside a secret is no field. */
function fieldsIn(part: HTMLElement): (string | null | undefined)[] {
  return [...part.querySelectorAll<HTMLInputElement>('input, select, textarea, button')]
    .map((one) => one.labels?.[0]?.textContent ?? one.getAttribute('aria-label') ?? one.textContent)
    .filter((name) => name !== 'Show text');
}

it.each(layouts)('the Advanced section has the fields for %s, and no other', (_what, chosen, fields) => {
  install({ app: appView, servers: [] });
  draw(<AddServer />);
  const advanced = screen.getByRole('button', { name: 'Advanced' });
  expect(screen.queryByLabelText(grant)).toBeNull();
  fireEvent.click(advanced);
  for (const [label, value] of Object.entries(chosen))
    fireEvent.change(screen.getByLabelText(label), { target: { value } });
  const part = advanced.parentElement as HTMLElement;
  expect(fieldsIn(part)).toEqual([
    'Advanced',
    grant,
    ...fields,
    ...last,
    ...(added[chosen[grant] ?? 'authorization_code'] ?? []),
    ...calls,
  ]);
});

it('the Advanced section hides a secret while it is typed', () => {
  install({ app: appView, servers: [] });
  draw(<AddServer />);
  fireEvent.click(screen.getByRole('button', { name: 'Advanced' }));
  fireEvent.change(screen.getByLabelText(grant), { target: { value: 'identity_assertion' } });
  fireEvent.click(screen.getByRole('button', { name: 'Add header' }));
  for (const label of ['Client secret', 'Identity token', 'Value of header 1'])
    expect([label, screen.getByLabelText<HTMLInputElement>(label).type]).toEqual([label, 'password']);
});
