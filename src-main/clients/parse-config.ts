import type { Format } from './programs.ts';

/**
 * Parses a configuration file. Throws what the parser throws. The parsers are imported on demand: most users never
 * import servers.
 */
export async function parseConfig(format: Format, text: string): Promise<unknown> {
  const plain = text.replace(/^\ufeff/, '');
  if (format === 'toml') return (await import('smol-toml')).parse(plain);
  if (format === 'yaml') return (await import('yaml')).parse(plain, { logLevel: 'error' }) ?? {};
  const { default: stripJsonComments } = await import('strip-json-comments');
  // Users edit these files by hand, and the clients accept comments and trailing commas.
  const json = stripJsonComments(plain, { trailingCommas: true });
  return json.trim() === '' ? {} : JSON.parse(json);
}
