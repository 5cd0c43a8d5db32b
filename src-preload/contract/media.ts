/** The file extension of each kind of picture or sound that can be saved. Other types cannot. */
export const mediaEndings = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/bmp': 'bmp',
  'image/svg+xml': 'svg',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/aac': 'aac',
  'audio/ogg': 'ogg',
  'audio/webm': 'weba',
  'audio/flac': 'flac',
} as const;

/** The file extensions of a result that is saved as text. */
export const textEndings = ['json', 'csv', 'md', 'txt'] as const;

export type TextEnding = (typeof textEndings)[number];

export type MediaType = keyof typeof mediaEndings;

export function isMediaType(mimeType: string): mimeType is MediaType {
  return Object.hasOwn(mediaEndings, mimeType);
}
