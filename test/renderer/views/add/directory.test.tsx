// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import directory from '../../../../src-renderer/directory.json' with { type: 'json' };
import en from '../../../../src-renderer/locales/en.json' with { type: 'json' };
import { useApp } from '../../../../src-renderer/stores/app.ts';
import { putServer } from '../../../../src-renderer/stores/servers.ts';
import AddServer from '../../../../src-renderer/views/add/AddServer.tsx';
import { OtherWays } from '../../../../src-renderer/views/add/OtherWays.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, sample, serverView } from '../../fixtures/views.ts';

afterEach(cleanup);

it('the list of well-known servers has an address with its source and a text for every server, and each once', () => {
  for (const { key, url, purpose, signIn, source } of directory) {
    // A document that was read, at a state of its own where it is in a repository, or an npm package of one version.
    expect(source).toMatch(
      /^(?:https:\/\/(?!github\.com)|https:\/\/github\.com\/[^/]+\/[^/]+\/blob\/[0-9a-f]{40}\/|npm:\S+@\d)/,
    );
    expect(en.directory.purpose).toHaveProperty(purpose);
    expect(en.directory.signIn).toHaveProperty(signIn);
    expect(new URL(url).protocol).toBe('https:');
    expect(new URL(url).href).toBe(url);
    // Where the old transport with server-sent events was: Keyfob speaks Streamable HTTP.
    expect(new URL(url).pathname).not.toMatch(/\/sse\/?$/);
    expect(en.directory.what).toHaveProperty(key);
  }
  expect(new Set(directory.map(({ url }) => url)).size).toBe(directory.length);
  expect(Object.keys(en.directory.what)).toHaveLength(directory.length);
});

it('the list of well-known servers is one of the ways to begin without an address, all hidden once one is typed', async () => {
  install({ app: { ...appView, sample }, servers: [] });
  useApp.setState({ app: { ...appView, sample } });
  draw(<AddServer />);
  const address = screen.getByLabelText<HTMLInputElement>('Address');
  const way = (name: string) => screen.queryByRole('button', { name });
  expect(way('Pick from a list')).toBeTruthy();
  expect(way('Import from other apps')).toBeTruthy();
  fireEvent.click(way('Use the sample server')!);
  expect(address.value).toBe(sample.url);
  expect(document.activeElement).toBe(address);
  expect(screen.queryByText('Don’t have an address?')).toBeNull();
  fireEvent.change(address, { target: { value: '' } });
  fireEvent.click(way('Pick from a list')!);
  fireEvent.change(address, { target: { value: 'h' } });
  expect(screen.queryByRole('list')).toBeNull();
  expect(screen.getByText(/^Keyfob checks the address/)).toBeTruthy();
});

it('the list of well-known servers is opened, searched by address and purpose, and fills in the choice', () => {
  install({ app: appView, servers: [] });
  putServer(serverView('Mine', { url: 'https://mcp.linear.app/mcp' }));
  const picked: unknown[] = [];
  draw(<OtherWays offer={null} onTake={() => {}} onPick={(server) => picked.push(server)} />);
  expect(screen.queryByRole('list')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Pick from a list' }));
  expect(document.activeElement).toBe(screen.getByRole('searchbox'));
  const linear = screen.getByRole<HTMLButtonElement>('button', { name: /^Linear/ });
  expect([linear.disabled, linear.textContent]).toEqual([
    true,
    'Linear Already added mcp.linear.app/mcp Sign-in in the browser',
  ]);
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'mcp.notion.com' } });
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    'Notion pages and databases mcp.notion.com/mcp Sign-in in the browser',
  ]);
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'PAYM' } });
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent?.split(' ')[0])).toEqual([
    'Stripe',
    'PayPal',
  ]);
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'minutes' } });
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent?.split(' ')[0])).toEqual([
    'Granola',
    'Fireflies',
  ]);
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'payments' } });
  fireEvent.click(screen.getByRole('button', { name: /^Stripe/ }));
  expect(picked).toEqual([{ name: 'Stripe', url: 'https://mcp.stripe.com/' }]);
});
