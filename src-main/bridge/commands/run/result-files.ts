import { isObject, type Exact } from '../agent/exact-json.ts';

/** A part of a result that is a file. */
export interface ResultFile {
  /** Its place among the parts. */
  at: number;
  /** For the user: the MIME type, or the kind of part. */
  kind: string;
  /** A plain name, without a folder. */
  name: string;
  /** Undefined: what the server sent is no base64. */
  bytes: Buffer | undefined;
}

const endings: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
  'application/pdf': 'pdf',
  'application/json': 'json',
  'application/zip': 'zip',
  'text/plain': 'txt',
  'text/markdown': 'md',
  'text/csv': 'csv',
  'text/html': 'html',
};

/** RFC 4648 sections 4 and 5, with line breaks, as some servers send it. */
const base64 = /^[\w+/\-\s]*={0,2}\s*$/;

/** The pictures, sounds and embedded resources of a result. `withTexts`: embedded texts too. */
export function resultFiles(content: readonly Exact[], withTexts: boolean): ResultFile[] {
  return content.flatMap((part, at) => {
    if (!isObject(part)) return [];
    const { type, data, mimeType, resource } = part;
    const number = at + 1;
    if ((type === 'image' || type === 'audio') && typeof data === 'string')
      return [file(at, { kind: text(mimeType) || type, stem: `${type}-${number}`, data: decoded(data) })];
    if (type !== 'resource' || !isObject(resource)) return [];
    const { blob, uri, text: words, mimeType: kind } = resource;
    const about = { kind: text(kind) || 'resource', stem: `resource-${number}`, uri: text(uri) };
    if (typeof blob === 'string') return [file(at, { ...about, data: decoded(blob) })];
    return withTexts && typeof words === 'string' ? [file(at, { ...about, data: Buffer.from(words) })] : [];
  });
}

interface Described {
  kind: string;
  stem: string;
  uri?: string;
  data: Buffer | undefined;
}

function file(at: number, { kind, stem, uri = '', data }: Described): ResultFile {
  const own = plainName(uri);
  const ending = endings[kind.split(';', 1)[0]?.trim().toLowerCase() ?? ''] ?? 'bin';
  return { at, kind, name: own || `${stem}.${ending}`, bytes: data };
}

/** The last part of an address, where that is a name that no system and no shell takes for more. */
function plainName(uri: string): string {
  const last = uri.split(/[?#]/, 1)[0]?.split(/[/\\]/).at(-1) ?? '';
  return /^\w[\w.-]{0,99}$/.test(last) && last.includes('.') ? last : '';
}

const decoded = (data: string) => (base64.test(data) ? Buffer.from(data, 'base64') : undefined);

const text = (value: Exact | undefined) => (typeof value === 'string' ? value : '');
