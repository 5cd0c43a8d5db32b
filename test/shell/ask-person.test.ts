import { expect, it } from 'vitest';
import { askPerson } from '../../src-main/shell/ask-person.ts';
import { wordsFor } from '../../src-main/shell/words.ts';

it.each(['en', 'vi', 'zh'])(
  'the question about a sign-in service names both addresses wherever it should: %s',
  async (tag) => {
    const shown: string[] = [];
    const showMessageBox = async (...given: unknown[]) => {
      const { message, detail } = given.at(-1) as { message: string; detail: string };
      shown.push(message, detail);
      return { response: 0, checkboxChecked: false };
    };
    const ask = askPerson(
      { showMessageBox },
      () => undefined,
      () => wordsFor(tag).allowSignInOrigin,
    );
    expect(await ask({ origin: 'https://10.0.0.7', forServer: 'https://10.0.0.5' })).toBe(false);
    const [message, detail] = shown;
    expect(message).toContain('https://10.0.0.7');
    expect(detail?.split('https://10.0.0.5')).toHaveLength(3);
    expect(shown.join()).not.toMatch(/[{}]/);
  },
);
