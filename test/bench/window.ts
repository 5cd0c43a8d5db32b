import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Bridge } from '../../src-preload/contract.ts';
import { repository, sitDown } from '../end-to-end/desktop.ts';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { openScriptedServer } from '../support/open-scripted-server.ts';
import { frames } from './late-frames.ts';
import { manyTools } from './many-tools.ts';
import { against, rounds, timed } from './page-times.ts';

const servers = 1000;
const tools = 2000;
/**
 * The window with a thousand servers: switching between two, filtering, opening a tool's form; and the size of its
 * code.
 */
export async function measureWindow() {
  const desktop = await sitDown();
  const server = await startMcpServer({});
  const large = await openScriptedServer({ '/mcp': manyTools(tools) });
  try {
    const running = await desktop.launch();
    const { window } = running;
    await window.waitForSelector('html[data-ready]');
    await fill(window, { Real: server.url, Large: `${large.origin}/mcp` });
    const row = (name: string) => window.locator('[data-server-row]', { hasText: name }).first();
    await row('Server 0002').waitFor();
    const idle = await timed(window, () => undefined, '');
    const switching = await timed(window, clickRow, ['Server 0002', 'Server 0003']);
    const scrolling = await frames(window, '[data-server-row]');
    const still = await frames(window, null);
    const filtering = await timed(window, typeServer, ['09', '']);
    await choose(window, 'Real');
    await window.getByRole('tab', { name: /^Tools/ }).click();
    await window.getByText('Convert units').first().waitFor();
    await window.getByText('Convert units').first().click();
    await window.getByRole('button', { name: 'Run', exact: true }).waitFor();
    const form = await timed(window, clickTool, ['Plan a day', 'Convert units']);
    await choose(window, 'Large');
    await window.getByRole('tab', { name: /^Tools/ }).click();
    await window.getByText('Tool 0001').first().waitFor({ state: 'attached' });
    const scrollingTools = await frames(window, '[data-tool-row]');
    const filteringTools = await timed(window, typeTool, ['09', '']);
    await running.quit();
    const about = { servers, unit: 'ms', rounds };
    return [
      { metric: 'switching between servers', ...about, ...against(switching, idle) },
      {
        metric: 'scrolling the list, frames that came late',
        servers,
        unit: 'of 120',
        keyfob: scrolling,
        idlePage: still,
      },
      { metric: 'filtering the list', ...about, ...against(filtering, idle) },
      {
        metric: 'scrolling the tools, frames that came late',
        tools,
        unit: 'of 120',
        keyfob: scrollingTools,
        idlePage: still,
      },
      { metric: 'filtering the tools', tools, unit: 'ms', rounds, ...against(filteringTools, idle) },
      { metric: 'opening a tool’s form', ...about, ...against(form, idle) },
      { metric: 'code of the first screen', unit: 'KiB', keyfob: sizeOf(/^first-screen.*\.(js|css)$/) },
      { metric: 'code of the whole window', unit: 'KiB', keyfob: sizeOf(/\.(js|css)$/) },
    ];
  } finally {
    await server.close();
    await large.close();
    await desktop.leave();
  }
}

async function fill(window: Page, real: Record<string, string>): Promise<void> {
  await window.evaluate(
    async ({ count, urls }) => {
      const { keyfob } = globalThis as unknown as { keyfob: Bridge };
      for (const [name, url] of Object.entries(urls)) await keyfob.request('servers:add', { url, name });
      for (let index = Object.keys(urls).length; index < count; index += 1) {
        const name = `Server ${String(index).padStart(4, '0')}`;
        await keyfob.request('servers:add', { url: `https://server-${index}.example/mcp`, name });
      }
      const added = await keyfob.request('servers:list');
      for (const { name, id } of added.ok ? added.value : [])
        if (name in urls) await keyfob.request('connections:connect', { serverId: id });
    },
    { count: servers, urls: real },
  );
}

/** A row far down in the list is rendered only when searched for. */
async function choose(window: Page, name: string): Promise<void> {
  await window.evaluate(typeServer as never, name);
  await window.locator('[data-server-row]', { hasText: name }).first().click();
  await window.evaluate(typeServer as never, '');
}

function clickRow(name: string): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-server-row]')];
  rows.find(({ textContent }) => textContent?.includes(name))?.click();
}

function clickTool(name: string): void {
  const buttons = [...document.querySelectorAll<HTMLElement>('nav button')];
  buttons.find(({ textContent }) => textContent?.startsWith(name))?.click();
}

function typeServer(text: string): void {
  const field = document.querySelector<HTMLInputElement>('#server-search');
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
  field?.dispatchEvent(new Event('input', { bubbles: true }));
}

function typeTool(text: string): void {
  const field = document.querySelector<HTMLInputElement>('main nav input[type="search"]');
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
  field?.dispatchEvent(new Event('input', { bubbles: true }));
}

function sizeOf(names: RegExp): number {
  const folder = join(repository, 'out', 'renderer', 'assets');
  const files = readdirSync(folder).filter((name) => names.test(name));
  return Math.round(files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0) / 1024);
}
