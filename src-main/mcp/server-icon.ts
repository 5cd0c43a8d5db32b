import type { Implementation } from '@modelcontextprotocol/client';
import type { OfferView } from '../../src-preload/contract.ts';
import type { GuardedFetch } from '../http/guarded-fetch.ts';

/** In bytes. */
const largest = 100_000;
/** How many of a server's icons are tried. */
const mostTried = 3;
const inText = /^data:(image\/(?:png|jpeg|webp|gif));base64,([a-z0-9+/]+={0,2})$/i;
const drawn = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);

/**
 * The first icon of a server that is a small picture (MCP 2025-11-25, icons), fetched without the user's token: from
 * the server's own origin alone, so that opening a page tells no third party. Undefined if there is none.
 */
export async function serverIcon(
  icons: Implementation['icons'],
  server: URL,
  way: GuardedFetch,
): Promise<OfferView['icon']> {
  for (const { src } of (icons ?? []).slice(0, mostTried)) {
    const icon = src.startsWith('data:') ? iconIn(src) : await fetchIcon(src, server, way);
    if (icon) return icon;
  }
  return undefined;
}

function iconIn(text: string): OfferView['icon'] {
  const [, mimeType, data] = (text.length <= largest * 2 && inText.exec(text)) || [];
  return mimeType !== undefined && data !== undefined ? { mimeType: mimeType.toLowerCase(), data } : undefined;
}

async function fetchIcon(address: string, server: URL, way: GuardedFetch): Promise<OfferView['icon']> {
  if (!URL.canParse(address, server.href)) return undefined;
  const url = new URL(address, server);
  if (url.origin !== server.origin) return undefined;
  try {
    const response = await way(url, { headers: { accept: [...drawn].join(', ') }, follow: false });
    const mimeType = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
    if (!response.ok || !drawn.has(mimeType)) return undefined;
    const bytes = Buffer.from(await response.arrayBuffer());
    return bytes.length <= largest ? { mimeType, data: bytes.toString('base64') } : undefined;
  } catch {
    return undefined;
  }
}
