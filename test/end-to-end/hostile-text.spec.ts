import type { Result, ServerView } from '../../src-preload/contract.ts';
import { hostileServer, hostileSignIns } from '../support/hostile-sign-in.ts';
import { ask, askInTurn } from './ask.ts';
import { hostileTools } from '../support/hostile-tools.ts';
import { openScriptedServer } from '../support/open-scripted-server.ts';
import { payloads } from '../support/payloads.ts';
import { moreThanText, watch } from './canary.ts';
import { addServer, listed, openTool, ready } from './person.ts';
import { expect, test } from './test.ts';

// Two tests run side by side, on a machine that may have other work.
test.setTimeout(600_000);

test('the window shows a tool server’s texts as text and nothing else, whatever they are', async ({
  desktop,
  closing,
}) => {
  const trap = closing(await openScriptedServer());
  const site = closing(await openScriptedServer());
  const all = payloads(trap.origin);
  expect(all.length).toBeGreaterThanOrEqual(200);
  site.routes['/mcp'] = hostileTools(all);

  const { application, window } = await desktop.launch();
  await addServer(window, { name: 'Acme', url: `${site.origin}/mcp` });
  await expect(listed(window, 'Acme', 'Open')).toBeVisible();
  const canary = await watch({ application, window });
  await window.getByRole('tab', { name: /^Tools/ }).click();
  const first = window.locator('[data-tool-row][data-index="0"]');
  await expect(window.getByRole('listitem').filter({ has: first })).toHaveAttribute('aria-setsize', `${all.length}`);

  const wrong: string[] = [];
  const opened: number[] = [];
  let markdown = 0;
  const outcomes = new Map<string, number>();
  for (const { number } of all) {
    // By keyboard, which also reaches rows that a long list does not render yet.
    if (number === 0) await first.focus();
    else {
      await window.locator('[data-tool-row][aria-current]').focus();
      await window.keyboard.press('ArrowDown');
    }
    const row = window.locator(`[data-tool-row][data-index="${number}"]:focus`);
    opened.push(Number.parseInt((await row.getAttribute('title')) ?? '', 10));
    await row.evaluate((element: HTMLElement) => element.click());
    const run = window.getByRole('button', { name: 'Run', exact: true });
    await run.waitFor();
    await run.evaluate((button: HTMLElement) => button.click());
    if (number % 4 === 1) {
      // The tool claims to be destructive, so running it needs confirmation.
      const question = window.getByRole('dialog');
      await question.waitFor();
      wrong.push(...(await window.evaluate(moreThanText)).map((what) => `${number}, asked about: ${what}`));
      await question.getByRole('button', { name: 'Run it' }).evaluate((button: HTMLElement) => button.click());
    }
    const result = window.locator('section[aria-labelledby="result-title"]');
    await result.waitFor();
    const heading = await result.locator('#result-title').innerText();
    outcomes.set(heading, (outcomes.get(heading) ?? 0) + 1);
    wrong.push(...(await window.evaluate(moreThanText)).map((what) => `${number}: ${what}`));
    // Each text that looks like Markdown as that too. The choice is for all of them.
    const asMarkdown = result.getByRole('radio', { name: 'Markdown' }).first();
    if ((await asMarkdown.count()) > 0) {
      markdown += 1;
      await asMarkdown.evaluate((radio: HTMLElement) => radio.click());
      await result.locator('[data-markdown]').first().waitFor({ state: 'attached' });
      wrong.push(...(await window.evaluate(moreThanText)).map((what) => `${number}, as Markdown: ${what}`));
      const views = result
        .getByRole('radiogroup')
        .filter({ has: window.getByRole('radio', { name: 'Markdown' }) })
        .first();
      await views.getByRole('radio', { name: 'Raw' }).evaluate((radio: HTMLElement) => radio.click());
    }
  }
  console.log(`${opened.length} tools, ${markdown} as Markdown`, Object.fromEntries(outcomes));
  expect(opened).toEqual(all.map(({ number }) => number));
  expect(markdown).toBeGreaterThan(60);
  expect(wrong).toEqual([]);
  expect(await canary.found()).toEqual([]);
  expect(trap.requests).toEqual([]);
  await expect(listed(window, 'Acme', 'Open')).toBeVisible();
});

for (const grantType of ['authorization_code', 'device_code', 'client_credentials'] as const)
  test(`the window shows an authorization server’s texts as text and nothing else, by ${grantType}`, async ({
    desktop,
    closing,
  }) => {
    const trap = closing(await openScriptedServer());
    const site = closing(await openScriptedServer());
    const all = payloads(trap.origin);
    Object.assign(site.routes, hostileSignIns(site.origin, all));
    const { application, window } = await desktop.launch();
    await addServer(window, { name: 'Acme', url: hostileServer(site.origin, all.length) }, 'Save only');
    await expect(listed(window, 'Acme', 'Not signed in')).toBeVisible();
    const servers = await ask(window, 'servers:list');
    const serverId = servers.ok ? servers.value[0]?.id : undefined;
    if (serverId === undefined) throw new Error('there is no server');
    const canary = await watch({ application, window });
    expect(await ask(window, 'servers:change-settings', { serverId, changes: { grantType } })).toMatchObject({
      ok: true,
    });

    const wrong: string[] = [];
    const outcomes = new Map<string, number>();
    for (const { number, text } of all) {
      const url = hostileServer(site.origin, number);
      const answers = await askInTurn(window, [
        // The sign-in with the previous text.
        ['connections:cancel', { serverId }],
        ['servers:rename', { serverId, name: text }],
        ['servers:change-address', { serverId, url }],
        // This grant needs a preregistered client.
        ...(grantType === 'client_credentials'
          ? ([
              ['servers:change-settings', { serverId, changes: { clientId: `${number}`, clientSecret: 'x' } }],
            ] as const)
          : []),
        ['connections:connect', { serverId }],
      ]);
      expect(answers[2]).toMatchObject({ ok: true });
      const answer = answers.at(-1) as Result<ServerView>;
      const outcome = answer.ok ? answer.value.status.state : answer.error.code;
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      wrong.push(...(await window.evaluate(moreThanText)).map((what) => `${number}: ${what}`));
    }
    console.log(`${all.length} sign-ins by ${grantType}`, Object.fromEntries(outcomes));
    expect(wrong).toEqual([]);
    expect(await canary.found()).toEqual([]);
    expect(trap.requests).toEqual([]);
  });

test('a link of a result is opened when the person has seen where it leads, and not before', async ({
  desktop,
  closing,
}) => {
  const site = closing(await openScriptedServer());
  site.routes['/mcp'] = hostileTools([
    { number: 0, text: '' },
    { number: 1, text: 'the \u202eannual report' },
  ]);
  const { application, window } = await desktop.launch();
  await addServer(window, { name: 'Acme', url: `${site.origin}/mcp` });
  const canary = await watch({ application, window });
  await openTool(window, 'Acme', 'the annual report');
  // The tool claims to be destructive, so running it needs confirmation.
  await window.getByRole('button', { name: 'Run', exact: true }).click();
  await window.getByRole('dialog').getByRole('button', { name: 'Run it' }).click();
  const result = window.getByRole('region', { name: 'Result' });
  await expect(result.getByRole('status')).toBeVisible();
  await result.getByRole('button', { name: 'Open link…' }).click();
  const address = 'https://attacker.example/the%20%E2%80%AEannual%20report';
  await expect(result.getByText(address)).toHaveCount(2);
  expect(await canary.found()).toEqual([]);
  await result.getByRole('button', { name: 'Open in the browser' }).click();
  await expect.poll(() => canary.found()).toEqual([`openExternal(${address})`]);
});

test('the check of the texts finds what is more than text', async ({ desktop, closing }) => {
  // Verifies that the tests above can detect an effect.
  const trap = closing(await openScriptedServer());
  const { application, window } = await desktop.launch();
  await ready(window);
  const canary = await watch({ application, window });
  await window.evaluate((address) => {
    document.body.insertAdjacentHTML('beforeend', `<img src="${address}/1" onerror="ran(2)"><p title="a\u202eb">`);
    document.body.append(document.createElement('iframe'), 'c\u200bd');
    (globalThis as unknown as { ran: (number: number) => void }).ran(3);
  }, trap.origin);
  const found = (await window.evaluate(moreThanText)).map((what) => what.split(':')[0]);
  expect(found).toEqual(['markup', 'an address', 'a handler', 'hidden in p[title]', 'hidden in body.']);
  await expect.poll(() => canary.found()).toContain('the script of 3');
  const seen = (await canary.found()).join('\n');
  for (const what of ['a frame', 'something that img-src stopped', 'something that script-src-attr stopped'])
    expect(seen).toContain(what);
});
