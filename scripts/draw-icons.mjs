// @ts-check
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { format } from 'oxfmt';
import { icns, icnsSizes, ico } from './package/systems/icon-files.mjs';
import { inRoot } from './setup/paths.mjs';

// Renders src-main/shell/icons/*.svg to bitmaps for Electron, and to icon files for macOS and Windows. Run it after
// changing an icon: `node scripts/draw-icons.mjs`. The result is committed, so that building Keyfob needs no browser.

const folder = inRoot('src-main', 'shell', 'icons');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});

/** @param {string} name @param {number} size @param {string} [count] the number drawn on the icon */
async function draw(name, size, count = '') {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = readFileSync(`${folder}/${name}.svg`, 'utf8')
    .replace('<svg ', `<svg width="${size}" height="${size}" `)
    .replace('{count}', count)
    .replace('{size}', count.length > 1 ? '6.4' : '8.4');
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
  const png = await page.screenshot({ omitBackground: true });
  await page.close();
  return png;
}

/** The icons of Windows at each of its scales, from 100 to 400 %, and of the app in its file explorer. */
const traySizes = [16, 20, 24, 28, 32, 40, 48, 64];
const appSizes = [16, 20, 24, 32, 40, 48, 64, 256];

/** @param {string} drawing @param {number[]} sizes @param {string} [count] */
const drawAll = (drawing, sizes, count) =>
  Promise.all(sizes.map(async (size) => ({ size, png: await draw(drawing, size, count) })));

/** Draws a tray icon: into a file for Windows, and as data for the others. */
async function drawTray(/** @type {string} */ name, drawing = name, count = '') {
  const drawings = await drawAll(drawing, traySizes, count);
  writeFileSync(`${folder}/windows/${name}.ico`, ico(drawings));
  const data = (/** @type {number} */ size) => dataUrl(drawings.find((one) => one.size === size)?.png);
  return { name, small: data(16), large: data(32) };
}

const dataUrl = (/** @type {Buffer | undefined} */ png) => `data:image/png;base64,${png?.toString('base64')}`;

mkdirSync(`${folder}/windows`, { recursive: true });
const counted = [];
for (const [index, count] of ['1', '2', '3', '4', '5', '6', '7', '8', '9', '9+'].entries())
  counted.push(await drawTray(`tray-${index + 1}`, 'tray-count', count));
writeFileSync(`${folder}/windows/app.ico`, ico(await drawAll('app', appSizes)));
writeFileSync(`${folder}/app.icns`, icns(await drawAll('app', icnsSizes)));

// In two files, because the first window needs its own icon, but not the tray's.
await write('app-icon', 'appIcon', ['app'], {
  name: 'app',
  small: dataUrl(await draw('app', 64)),
  large: dataUrl(await draw('app', 256)),
});
await write('tray-icons', 'trayIcons', ['tray', 'tray-attention', 'tray-count'], {
  calm: await drawTray('tray'),
  attention: await drawTray('tray-attention'),
  counted,
});
await browser.close();

/** @param {string} file @param {string} name @param {string[]} drawings @param {object} icons */
async function write(file, name, drawings, icons) {
  const target = inRoot('src-main', 'shell', `drawn-${file}.ts`);
  const hash = createHash('sha256');
  for (const drawing of drawings) hash.update(readFileSync(`${folder}/${drawing}.svg`));
  const from = `// Drawn by scripts/draw-icons.mjs from ${drawings.map((drawing) => `${drawing}.svg`).join(', ')}.\n`;
  const code = `${from}// SHA-256 of these: ${hash.digest('hex')}\nexport const ${name} = ${JSON.stringify(icons)};\n`;
  const options = JSON.parse(readFileSync(new URL('../.oxfmtrc.json', import.meta.url), 'utf8'));
  writeFileSync(target, (await format(target, code, options)).code);
}
