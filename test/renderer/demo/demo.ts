import type { ToolResultView } from '../../../src-preload/contract.ts';
import { FakeBridge } from '../fixtures/fake-bridge.ts';
import { appView, everyState, sample, serverView, tools } from '../fixtures/views.ts';

const scene = new URLSearchParams(location.search).get('scene') ?? 'every';
const now = Date.now();

const pixels =
  '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="120"><rect width="320" height="120" fill="#dbe7fd"/><rect x="20" y="40" width="40" height="80" fill="#2360cf"/><rect x="80" y="20" width="40" height="100" fill="#2360cf"/><rect x="140" y="70" width="40" height="50" fill="#2360cf"/></svg>';

const results: Record<string, ToolResultView> = {
  create_issue: {
    isError: false,
    content: [{ type: 'text', text: 'Created KEY-42.\nhttps://linear.example/KEY-42' }],
    milliseconds: 240,
  },
  list_issues: {
    isError: false,
    content: [],
    structuredContent: {
      total: 2,
      issues: [
        { id: 'KEY-1', title: 'Sign in', open: true, estimate: 3 },
        { id: 'KEY-2', title: null },
      ],
    },
    milliseconds: 1240,
  },
  delete_issue: { isError: true, content: [{ type: 'text', text: 'No issue is called KEY-99.' }], milliseconds: 80 },
  draw_chart: {
    isError: false,
    content: [
      { type: 'image', mimeType: 'image/svg+xml', data: btoa(pixels) },
      { type: 'link', uri: 'https://linear.example/chart', name: 'Chart', description: 'The same, live' },
    ],
    milliseconds: 640,
  },
};

const bridge = new FakeBridge(
  {
    app: {
      ...appView,
      sample: scene === 'empty' ? sample : null,
      storage:
        scene === 'memory'
          ? { state: 'memory', backend: 'basic_text' }
          : scene === 'locked'
            ? { state: 'locked', backend: 'gnome_libsecret' }
            : appView.storage,
    },
    servers: scene === 'empty' || scene === 'nothing' ? [] : everyState(now),
    tools,
  },
  {
    'lock:describe': () => ({
      ok: true,
      value: { state: scene === 'shut' ? 'locked' : 'open', system: scene === 'shut', wait: 0 },
    }),
    'servers:add': ({ url, name }) => {
      if (url.startsWith('http://mcp'))
        return {
          ok: false,
          error: { code: 'address_not_https', values: { host: 'mcp.acme.example' }, remedy: 'edit_address' },
        };
      if (url.includes('linear'))
        return {
          ok: false,
          error: { code: 'server_exists', values: { server: 'Linear', serverId: 'linear' }, remedy: 'open_existing' },
        };
      const server = serverView(name ?? new URL(url).hostname, { url });
      bridge.emit('servers:changed', server);
      return { ok: true, value: server };
    },
    'connections:connect': ({ serverId }) => {
      const server = everyState(now).find(({ id }) => id === serverId) ?? serverView(serverId);
      const view = {
        ...server,
        status: {
          state: 'authorizing',
          since: Date.now(),
          phase: 'waiting',
          authorizationServer: 'auth.acme.example',
        } as const,
      };
      bridge.emit('servers:changed', view);
      return { ok: true, value: view };
    },
    'connections:disconnect': ({ serverId }) => {
      const server = everyState(now).find(({ id }) => id === serverId);
      if (server) bridge.emit('servers:changed', { ...serverView(server.name) });
      return { ok: true, value: { revocation: 'not_offered' } };
    },
    'tools:call': ({ tool }) => {
      const value = results[tool];
      if (value) return { ok: true, value };
      if (tool === 'slow_report') return new Promise(() => {});
      return { ok: false, error: { code: 'sign_in_ended', values: {}, remedy: 'sign_in' } };
    },
  },
);

Object.assign(window, { keyfob: bridge });
await import('../../../src-renderer/main.tsx');
