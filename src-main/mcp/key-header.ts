import type { KeyForm } from '../connections/state/key-form.ts';

/** The header that a key is sent in, and its value. */
export function keyHeader({ place, header = '' }: KeyForm, key: string): [name: string, value: string] {
  switch (place) {
    case 'bearer':
      return ['authorization', `Bearer ${key}`];
    case 'authorization':
      return ['authorization', key];
    case 'header':
      return [header, key];
    case 'basic':
      return ['authorization', `Basic ${encoded(key)}`];
  }
}

/** Everything in a response that would tell the key: as it was entered, its password, and as it is sent. */
export function tellingOf({ place }: KeyForm, key: string): string[] {
  return place === 'basic' ? [key, key.slice(key.indexOf(':') + 1), encoded(key)] : [key];
}

/** RFC 7617 section 2.1: in UTF-8. */
function encoded(key: string): string {
  return Buffer.from(key, 'utf8').toString('base64');
}
