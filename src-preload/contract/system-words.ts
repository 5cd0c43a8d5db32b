/**
 * What macOS calls the tray and the keyring, by language: the words of Apple's user guides. The catalogues have the
 * words of Linux and Windows.
 */
const onMac: Record<string, readonly (readonly [RegExp, string])[]> = {
  en: [
    [/\btray\b/g, 'menu bar'],
    [/\bkeyring\b/g, 'keychain'],
  ],
  vi: [
    [/khay hệ thống|khay/g, 'thanh menu'],
    [/chùm khóa/g, 'chuỗi khóa'],
    [/Chùm khóa/g, 'Chuỗi khóa'],
  ],
  zh: [
    [/托盘/g, '菜单栏'],
    [/密钥环/g, '钥匙串'],
  ],
};

/** The messages of a catalogue in the words of the system on which they are read. */
export function inWordsOf<Messages>(platform: string, language: string, messages: Messages): Messages {
  const pairs = platform === 'darwin' ? onMac[language] : undefined;
  return pairs ? (replaced(messages, pairs) as Messages) : messages;
}

function replaced(value: unknown, pairs: readonly (readonly [RegExp, string])[]): unknown {
  if (typeof value === 'string') return pairs.reduce((text, [from, to]) => text.replace(from, to), value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one, pairs)]));
}
