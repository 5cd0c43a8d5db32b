import { encodePng } from '../fixtures/png.ts';
import { openScriptedServer } from '../support/open-scripted-server.ts';
import { scriptedTools } from '../support/scripted-tools.ts';
import { addServer, listed, openTool, runTool } from './person.ts';
import { expect, test } from './test.ts';

/** Each group draws the previous one ten times: a billion rectangles in less than a thousand bytes. */
function manyfold(levels: number): string {
  const groups = Array.from(
    { length: levels },
    (_, level) => `<g id="g${level + 1}">${`<use href="#g${level}"/>`.repeat(10)}</g>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><defs><rect id="g0" width="9" height="9"/>${groups.join('')}</defs><use href="#g${levels}"/></svg>`;
}

/** A picture of one colour. */
const png = (width: number, height: number) =>
  encodePng({ width, height, form: 'black and white', lines: Buffer.alloc((Math.ceil(width / 8) + 1) * height) });

const picture = (mimeType: string, bytes: string | Buffer) => ({
  type: 'image',
  mimeType,
  data: Buffer.from(bytes as string).toString('base64'),
});

test('pictures that would freeze the window are not drawn, and the window stays usable', async ({
  desktop,
  closing,
}) => {
  const tools = [
    { name: 'svg', content: [picture('image/svg+xml', manyfold(9))] },
    { name: 'mislabelled', content: [picture('image/png', manyfold(9))] },
    { name: 'huge', content: [picture('image/png', png(30_000, 30_000))] },
    { name: 'within limits', content: [picture('image/png', png(6000, 5000)), picture('image/png', png(5000, 6000))] },
  ].map((tool) => ({ ...tool, annotations: { readOnlyHint: true } }));
  const site = closing(await openScriptedServer({ '/mcp': scriptedTools(tools) }));
  const { window } = await desktop.launch();
  let crashes = 0;
  window.on('crash', () => (crashes += 1));
  await addServer(window, { name: 'Acme', url: `${site.origin}/mcp` });
  await expect(listed(window, 'Acme', 'Open')).toBeVisible();

  for (const tool of ['svg', 'mislabelled']) {
    await openTool(window, 'Acme', tool);
    const result = await runTool(window);
    await expect(result).toContainText('<use href="#g8"/>');
    await expect(result.getByRole('img')).toHaveCount(0);
    await expect(result.getByRole('button', { name: 'Save image…' })).toBeVisible();
  }
  await openTool(window, 'Acme', 'huge');
  const huge = await runTool(window);
  await expect(huge).toContainText('This image is 30,000 by 30,000 pixels.');
  await expect(huge.getByRole('img')).toHaveCount(0);

  await openTool(window, 'Acme', 'within limits');
  const images = (await runTool(window)).getByRole('img', { name: 'Image from Acme' });
  await expect(images).toHaveCount(2);
  await images.last().scrollIntoViewIfNeeded();
  await expect
    .poll(() => images.evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth)))
    .toEqual([6000, 5000]);
  // It has been painted, and still responds.
  await window.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  expect(crashes).toBe(0);
});
