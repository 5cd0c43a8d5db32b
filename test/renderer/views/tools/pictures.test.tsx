// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { ToolResult } from '../../../../src-renderer/views/tools/ToolResult.tsx';
import { encodePng } from '../../../fixtures/png.ts';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView } from '../../fixtures/views.ts';

afterEach(cleanup);

const acme = serverView('Acme', { status: { state: 'open' } });

/** What the window shows of one picture: the source of what is drawn, the words, and whether it can be saved. */
function shown(mimeType: string, bytes: Buffer | string) {
  cleanup();
  install({ app: appView, servers: [] });
  const data = Buffer.from(bytes as string, typeof bytes === 'string' ? 'utf8' : undefined).toString('base64');
  const result = { isError: false, milliseconds: 1, content: [{ type: 'image' as const, mimeType, data }] };
  const { container } = draw(<ToolResult server={acme} call={{ state: 'done', at: 0, result }} />);
  return {
    drawn: container.querySelector('img')?.src.slice(0, 22),
    words: container.querySelector('[class*="part"]')?.textContent ?? '',
    source: container.querySelector('pre')?.textContent,
    saved: screen.queryByRole('button', { name: 'Save image…' }) !== null,
  };
}

/** A picture of this size that holds next to nothing. */
const png = (width: number, height: number) =>
  encodePng({ width, height, form: 'black and white', lines: Buffer.alloc(16) });

/** GIF89a with a screen of one size and a frame of another. */
function gif(screenSide: number, frameSide: number): Buffer {
  const start = Buffer.from(
    'GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\xff\xff\x2c\0\0\0\0\0\0\0\0\0\x02\x02\x44\x01\0\x3b',
    'latin1',
  );
  for (const at of [6, 8]) start.writeUInt16LE(screenSide, at);
  for (const at of [24, 26]) start.writeUInt16LE(frameSide, at);
  return start;
}

/** ITU T.81, annex B: a thumbnail's header within a comment, then the picture's own, and so many scans. */
function jpeg(width: number, height: number, scans: number): Buffer {
  const frame = Buffer.from('\xff\xc2\0\x0b\x08\0\0\0\0\x01\x01\x11\0', 'latin1');
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  const scan = Buffer.from('\xff\xda\0\x08\x01\x01\0\0\0\0\xff\0\x12', 'latin1');
  return Buffer.concat([
    Buffer.from('\xff\xd8\xff\xe0\0\x09\xff\xc2\0\x04\0\x01\0', 'latin1'),
    frame,
    ...Array.from({ length: scans }, () => scan),
    Buffer.from('\xff\xd9', 'latin1'),
  ]);
}

function webp(width: number, height: number): Buffer {
  const file = Buffer.from('RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0', 'latin1');
  file.writeUIntLE(width - 1, 24, 3);
  file.writeUIntLE(height - 1, 27, 3);
  return file;
}

function bmp(width: number, height: number): Buffer {
  const file = Buffer.alloc(54);
  file.write('BM', 'latin1');
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(-height, 22);
  return file;
}

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><g id="a"/><use href="#a"/></svg>';

it.each([
  ['as SVG', 'image/svg+xml', svg],
  ['as SVG with a character set', 'Image/SVG+xml; charset=utf-8', svg],
  ['as PNG', 'image/png', svg],
  [
    'as JPEG, after a declaration, a comment and a byte order mark',
    'image/jpeg',
    `\ufeff<?xml version="1.0"?><!-- -->${svg}`,
  ],
  ['as PNG, in UTF-16', 'image/png', Buffer.from(`\ufeff${svg}`, 'utf16le')],
  ['as GIF, with a prefix', 'image/gif', '<s:svg xmlns:s="http://www.w3.org/2000/svg"/>'],
])('an SVG picture that its server labels %s is shown as its source and never drawn', (_how, label, bytes) => {
  const { drawn, source, words, saved } = shown(label, bytes);
  expect(drawn).toBeUndefined();
  expect(source).toContain('http://www.w3.org/2000/svg');
  expect(words).toContain('Keyfob shows its source and does not draw it');
  expect(saved).toBe(true);
});

it('an SVG picture’s source is shown with its hidden characters made visible', () => {
  expect(shown('image/svg+xml', '<svg>\n<!-- \u202eevil\u200b --></svg>').source).toBe(
    '<svg>\n<!-- \\u202eevil\\u200b --></svg>',
  );
});

it('a long SVG picture’s source ends after 200,000 bytes, before a character that the limit cuts in two', () => {
  shown('image/svg+xml', `<svg>${'a'.repeat(199_994)}ơ</svg>`);
  fireEvent.click(screen.getByRole('button', { name: 'Show 100,000 more characters' }));
  fireEvent.click(screen.getByRole('button', { name: 'Show everything' }));
  expect(document.querySelector('pre')?.textContent).toBe(`<svg>${'a'.repeat(199_994)}…`);
});

it('an SVG picture is saved as its bytes are, and as SVG whatever its label', async () => {
  const saved = vi.fn();
  shown('image/png', svg);
  const bridge = install(
    { app: appView, servers: [] },
    { 'app:save-media': (input) => (saved(input), { ok: true, value: true }) },
  );
  fireEvent.click(screen.getByRole('button', { name: 'Save image…' }));
  await vi.waitFor(() => expect(bridge.asked).toHaveLength(1));
  expect(saved).toHaveBeenCalledWith({ mimeType: 'image/svg+xml', data: Buffer.from(svg).toString('base64') });
});

it.each([
  ['a PNG', png(4000, 3000), 'data:image/png;base64,'],
  ['a GIF', gif(300, 200), 'data:image/gif;base64,'],
  ['a JPEG', jpeg(6000, 4000, 10), 'data:image/jpeg;base64'],
  ['a WebP', webp(2000, 3000), 'data:image/webp;base64'],
  ['a BMP', bmp(640, 480), 'data:image/bmp;base64,'],
])('%s is drawn by the format of its bytes, whatever its label', (_what, bytes, source) => {
  expect(shown('image/png', bytes).drawn).toBe(source);
  expect(shown('image/svg+xml', bytes).drawn).toBe(source);
});

it.each([
  ['a PNG', png(60_000, 60_000), '60,000 by 60,000 pixels'],
  ['a PNG that is long and thin', png(1, 2_000_000), '1 by 2,000,000 pixels'],
  ['a GIF', gif(65_535, 1), '65,535 by 65,535 pixels'],
  ['a GIF whose frame is larger than its screen', gif(10, 60_000), '60,000 by 60,000 pixels'],
  ['a JPEG', jpeg(65_000, 65_000, 1), '65,000 by 65,000 pixels'],
  ['a WebP', webp(16_384, 16_384), '16,384 by 16,384 pixels'],
  ['a BMP', bmp(30_000, 30_000), '30,000 by 30,000 pixels'],
])('%s that asks for too much room is not drawn, and can be saved', (_what, bytes, size) => {
  const { drawn, words, saved } = shown('image/png', bytes);
  expect(drawn).toBeUndefined();
  expect(words).toContain(`This image is ${size}. Keyfob does not draw images of that size; you can save it.`);
  expect(saved).toBe(true);
});

it.each([
  ['a JPEG of a thousand passes', 'image/jpeg', jpeg(4000, 4000, 1000)],
  [
    'an AVIF, whose size is not plainly in its bytes',
    'image/avif',
    Buffer.from('\0\0\0\x1cftypavif\0\0\0\0', 'latin1'),
  ],
  ['a PNG that is cut off before its size', 'image/png', png(10, 10).subarray(0, 18)],
  ['bytes that are no picture', 'image/png', Buffer.from([1, 2, 3])],
  ['text that is no picture', 'image/png', 'hi'],
])('%s is not drawn, and can be saved', (_what, label, bytes) => {
  const { drawn, words, saved } = shown(label, bytes);
  expect(drawn).toBeUndefined();
  expect(words).toContain(`Keyfob does not draw this image (${label}); you can save it.`);
  expect(saved).toBe(true);
});
