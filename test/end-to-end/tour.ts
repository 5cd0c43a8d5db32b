/**
 * Runs through the whole job on the sample server, like a user, and takes a screenshot of every step.
 *
 * node scripts/desktop-session.mjs -- node test/end-to-end/tour.ts
 *
 * Exits with 0, or with 1 and the name of the failed step.
 */
import { spawn } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, type Locator, type Page } from '@playwright/test';
import { repository, sitDown, type Desktop } from './desktop.ts';
import { listed, openTool, runTool } from './person.ts';

const pictures = join(repository, 'artifacts', 'tour');

interface Step {
  name: string;
  /** The step's title for the reader. */
  title: string;
  /** Performs the step, and returns the page to photograph. */
  take: () => Promise<Page>;
}

const desktop = await sitDown();
const sample = await provideSample();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(130));
await end(await walk(await planTour(desktop, sample.url)));

async function end(exitCode: number): Promise<never> {
  await desktop.leave();
  sample.stop();
  process.exit(exitCode);
}

async function walk(steps: readonly Step[]): Promise<number> {
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });
  for (const [index, { name, title, take }] of steps.entries()) {
    const number = String(index + 1).padStart(2, '0');
    const began = performance.now();
    const file = join(pictures, `${number}-${name}.png`);
    try {
      const page = await take();
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      await page.screenshot({ path: file, animations: 'disabled' });
      console.log(`${number}  ${seconds.padStart(4)} s  ${title.padEnd(64)}  ${relative(repository, file)}`);
    } catch (error) {
      console.error(`${number}  failed: ${title}\n\n${error instanceof Error ? error.message : String(error)}`);
      for (const [who, page] of desktop.openPages()) {
        const picture = join(pictures, `${number}-failed-${who.replaceAll(' ', '-')}.png`);
        await page.screenshot({ path: picture, timeout: 5000 }).catch(() => undefined);
      }
      console.error(desktop.printed());
      return 1;
    }
  }
  console.log(`\nThe pictures are in ${relative(process.cwd(), pictures) || '.'}.`);
  return 0;
}

async function planTour(person: Desktop, sampleUrl: string): Promise<Step[]> {
  const { browser } = person;
  const issuer = await issuerOf(sampleUrl);
  await browser.allowAppLinksFrom(issuer);
  const server = 'Sample server';
  let window: Page;
  let page: Page;

  return [
    {
      name: 'first-screen',
      title: 'Keyfob starts and offers the sample server',
      take: async () => {
        ({ window } = await person.launch({ sample: sampleUrl }));
        await expect(window.getByRole('button', { name: `Try ${server}` })).toBeVisible();
        // The menu is loaded a moment after the first screen.
        await expect(window.getByRole('button', { name: 'Switch or manage people' })).toBeVisible();
        return window;
      },
    },
    {
      name: 'sign-in-page',
      title: 'One click adds it, and its sign-in page opens in the browser',
      take: async () => {
        await window.getByRole('button', { name: `Try ${server}` }).click();
        page = await browser.nextPage(issuer);
        await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
        return page;
      },
    },
    {
      name: 'waiting',
      title: 'Keyfob waits for the response',
      take: async () => {
        await expect(window.getByRole('heading', { name: 'Finish in your browser' })).toBeVisible();
        return window;
      },
    },
    {
      name: 'consent-page',
      title: 'After signing in, the page shows the access that Keyfob requests',
      take: async () => {
        await page.getByRole('button', { name: 'Sign in' }).click();
        await expect(page.getByRole('button', { name: 'Allow' })).toBeVisible();
        return page;
      },
    },
    {
      name: 'allowed',
      title: 'Allow sends the browser back through a link that opens Keyfob',
      take: async () => {
        await page.getByRole('button', { name: 'Allow' }).click();
        await expect(page.getByRole('heading', { name: 'You are signed in' })).toBeVisible();
        return page;
      },
    },
    {
      name: 'signed-in',
      title: 'Keyfob has exchanged the code for tokens and stored them encrypted',
      take: async () => {
        await expect(listed(window, server, 'Signed in')).toBeVisible();
        return window;
      },
    },
    {
      name: 'convert-units',
      title: 'A tool with a form of a number and two choices',
      take: async () => {
        await openTool(window, server, 'Convert units');
        await expect(await runTool(window)).toContainText('10 miles is 16.0934 kilometres.');
        return window;
      },
    },
    {
      name: 'plan-day',
      title: 'A tool with a nested form and a structured result',
      take: async () => {
        await openTool(window, server, 'Plan a day');
        await window.getByRole('textbox', { name: 'Task' }).fill('Write letters');
        const result = await runTool(window);
        await expect(result).toContainText('Write letters');
        await scrollTo(result);
        return window;
      },
    },
    {
      name: 'draw-chart',
      title: 'A tool that returns an image',
      take: async () => {
        await openTool(window, server, 'Draw a chart');
        const image = (await runTool(window)).getByRole('img', { name: `Image from ${server}` });
        await expect(image).toBeVisible();
        await scrollTo(image);
        return window;
      },
    },
    {
      name: 'overview',
      title: 'The overview of this sign-in',
      take: async () => {
        await window.getByRole('tab', { name: 'Overview' }).click();
        await expect(window.getByText('Renews next')).toBeVisible();
        return window;
      },
    },
    {
      name: 'signed-out',
      title: 'Signed out: the authorization server has revoked the tokens',
      take: async () => {
        await window.getByRole('button', { name: 'Sign out' }).click();
        await expect(listed(window, server, 'Not signed in')).toBeVisible();
        await expect(window.getByText('confirmed that the sign-in was revoked')).toBeVisible();
        return window;
      },
    },
  ];
}

/** Scrolls to its end. */
function scrollTo(part: Locator): Promise<void> {
  return part.evaluate((element) => element.scrollIntoView({ block: 'end' }));
}

/** The sample server that the parent process runs, or a new one. */
async function provideSample(): Promise<{ url: string; stop: () => void }> {
  const running = process.env['KEYFOB_SAMPLE_SERVER'];
  if (running) return { url: running, stop: () => undefined };
  const script = join(repository, 'test', 'fixtures', 'sample-server.ts');
  // It ends when its standard input closes, and so with us, however we end.
  const child = spawn(process.execPath, [script, '--port', '0'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('The sample server did not start.')));
    createInterface(child.stdout).once('line', resolve);
  });
  return { url: (JSON.parse(line) as { url: string }).url, stop: () => void child.kill() };
}

/** RFC 9728: a server's metadata names its authorization server. */
async function issuerOf(serverUrl: string): Promise<string> {
  const { origin, pathname } = new URL(serverUrl);
  const response = await fetch(`${origin}/.well-known/oauth-protected-resource${pathname}`);
  const { authorization_servers: issuers } = (await response.json()) as { authorization_servers: string[] };
  return issuers[0] ?? origin;
}
