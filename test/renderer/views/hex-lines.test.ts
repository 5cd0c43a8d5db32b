import { expect, it } from 'vitest';
import { hexLines } from '../../../src-renderer/views/resources/hex-lines.ts';

it('bytes are shown by sixteen, with their offset and what of them can be printed', () => {
  const bytes = new TextEncoder().encode('Keyfob\0 holds sign-ins\n');
  expect(hexLines(bytes, 0, 100)).toBe(
    [
      '00000000  4b 65 79 66 6f 62 00 20 68 6f 6c 64 73 20 73 69  Keyfob. holds si',
      '00000010  67 6e 2d 69 6e 73 0a                             gn-ins.',
    ].join('\n'),
  );
  expect(hexLines(bytes, 0, 2)).toBe('00000000  4b 65                                            Ke');
});
