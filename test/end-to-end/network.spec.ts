import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addServer, listed } from './person.ts';
import { expect, test } from './test.ts';

/**
 * How long to wait for background requests of the browser, in milliseconds: Chromium starts them some seconds after its
 * start.
 */
const quietTime = 6000;

test('the network traffic goes through the proxy that the system names, and nowhere unasked', async ({
  desktop,
  closing,
}) => {
  const proxy = closing(await listeningProxy());
  desktop.environment.https_proxy = proxy.address;
  desktop.environment.http_proxy = proxy.address;

  const { window } = await desktop.launch();
  await window.waitForTimeout(quietTime);
  expect(proxy.asked).toEqual([]);

  await addServer(window, { name: 'Acme', url: 'https://mcp.acme.example/mcp' });
  await expect(listed(window, 'Acme', 'Unreachable')).toBeVisible();
  await expect(window.getByText('The connection to mcp.acme.example was interrupted.')).toBeVisible();
  expect(new Set(proxy.asked)).toEqual(new Set(['mcp.acme.example:443']));

  await window.getByRole('button', { name: 'Keyfob settings' }).click();
  const { host } = new URL(proxy.address);
  await expect(window.getByRole('region', { name: 'Network' })).toContainText(host);
});

/** A proxy that records requests and refuses all of them. */
async function listeningProxy() {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(403).end();
  });
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => void server.close(() => resolve()));
  return { address: `http://127.0.0.1:${port}`, asked, close };
}
