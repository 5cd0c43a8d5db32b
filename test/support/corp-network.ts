import { request as askPlain } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createSecureContext } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { Resolve } from '../../src-main/http/resolve.ts';

/** Self-signed, for the names below; created once, worthless elsewhere. */
const certificate = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg1nU/TivAMhoNF624
An5sN58gZ/kIFwd6qUWJ1iCZY6WhRANCAATHdYgeJL76v4QIB5Nk1XFz7XqboJbz
CIq+Qyxt4deztg6pZCAlJfVU453dhvrXHuAcKc2GKTyZqz6/CSrgFjzf
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIB7jCCAZSgAwIBAgIUJHjcxbRbg/O45IP4gvkqCEtYbfgwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMY29ycC5leGFtcGxlMCAXDTI2MTEzMDAxMzIwOVoYDzIxMjYx
MTA2MDEzMjA5WjAXMRUwEwYDVQQDDAxjb3JwLmV4YW1wbGUwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAATHdYgeJL76v4QIB5Nk1XFz7XqboJbzCIq+Qyxt4deztg6p
ZCAlJfVU453dhvrXHuAcKc2GKTyZqz6/CSrgFjzfo4G7MIG4MB0GA1UdDgQWBBQH
+m5fk3LJAhBS5/deGR4VUBMi+DAfBgNVHSMEGDAWgBQH+m5fk3LJAhBS5/deGR4V
UBMi+DAPBgNVHRMBAf8EBTADAQH/MGUGA1UdEQReMFyCEm5vdGVzLmNvcnAuZXhh
bXBsZYISbG9naW4uY29ycC5leGFtcGxlghBhcGkuY29ycC5leGFtcGxlghJvdGhl
ci5jb3JwLmV4YW1wbGWCDHNob3AuZXhhbXBsZTAKBggqhkjOPQQDAgNIADBFAiEA
lT1EPwComRpM+enSL8MHQUn8GfCudVVQjZNsakZbZb8CIByDXg/Dfl9K7RzvEd8n
MXEMw70lLl1m64oVChgkoBFD
-----END CERTIFICATE-----
`,
};

type Name = 'notes.corp.example' | 'login.corp.example' | 'api.corp.example' | 'other.corp.example' | 'shop.example';

/**
 * Names that a company's resolver knows and the internet does not, servers with these names, and a client's way to
 * them: names resolve to `address` until a test changes `addresses`.
 */
export function corpNetwork(address: string) {
  const addresses = new Map<string, string>();
  const resolve: Resolve = (host, _options, done) => {
    const found = addresses.get(host) ?? address;
    done(null, [{ address: found, family: found.includes(':') ? 6 : 4 }]);
  };
  const plainOrigins = new Map<string, string>();

  /** Gives a site an https origin with this name, and counts the connections to it. `at`: where it listens. */
  const front = async (name: Name, plainOrigin: string, at = address) => {
    let connections = 0;
    const server = createServer(certificate, (request, response) => {
      const { method, headers, url } = request;
      const onward = askPlain(new URL(url ?? '/', plainOrigin), { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      request.pipe(onward);
    });
    server.on('connection', () => (connections += 1));
    await new Promise<void>((resolve) => server.listen(0, at, resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const origin = `https://${name}:${port}`;
    plainOrigins.set(origin, plainOrigin);
    return { origin, port, connections: () => connections, disconnect: () => server.closeAllConnections() };
  };

  return {
    addresses,
    front,
    network: { resolve, trust: () => createSecureContext({ ca: certificate.cert }) },
    /** What a browser in this network requests for an address. */
    reach: (url: URL): URL => new URL(url.pathname + url.search, plainOrigins.get(url.origin) ?? url),
  };
}
