// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { errorView } from '../../src-main/base/error-view.ts';
import { Fault } from '../../src-main/base/fault.ts';
import { errorCodes, type ErrorCode, type Remedy } from '../../src-preload/contract.ts';
import { ErrorNote } from '../../src-renderer/components/ErrorNote.tsx';
import en from '../../src-renderer/locales/en.json';
import vi from '../../src-renderer/locales/vi.json';
import zh from '../../src-renderer/locales/zh.json';
import { draw, install } from '../renderer/fixtures/render.tsx';
import { appView, serverView } from '../renderer/fixtures/views.ts';
import { table, type Mender } from './table.ts';

const languages = {
  en: { locale: 'en-GB', messages: en },
  vi: { locale: 'vi', messages: vi },
  zh: { locale: 'zh-CN', messages: zh },
};
const tags = ['en', 'vi', 'zh'] as const;
type Tag = (typeof tags)[number];

/** What each button is called. */
const buttons: Record<Remedy, Record<Tag, string>> = {
  retry: { en: 'Try again', vi: 'Thử lại', zh: '重试' },
  sign_in: { en: 'Sign in', vi: 'Đăng nhập', zh: '登录' },
  enter_key: { en: 'Enter key', vi: 'Nhập khóa', zh: '输入密钥' },
  edit_address: { en: 'Change the address', vi: 'Sửa địa chỉ', zh: '修改地址' },
  use_address: { en: 'Use that address', vi: 'Dùng địa chỉ đó', zh: '使用该地址' },
  use_loopback: { en: 'Return through this computer', vi: 'Quay về qua máy này', zh: '通过这台电脑返回' },
  register_again: { en: 'Register again', vi: 'Đăng ký lại', zh: '重新注册' },
  edit_settings: { en: 'Open settings', vi: 'Mở cài đặt', zh: '打开设置' },
  open_existing: { en: 'Open Acme', vi: 'Mở Acme', zh: '打开 Acme' },
  turn_on: { en: 'Turn on', vi: 'Bật', zh: '启用' },
  allow_address: { en: 'Allow this address', vi: 'Cho phép địa chỉ này', zh: '允许此地址' },
  allow_hosts: { en: 'Continue with both sites', vi: 'Tiếp tục với cả hai trang web', zh: '继续使用这两个网站' },
  review_access: { en: 'Review', vi: 'Xem xét', zh: '查看' },
};

/** What the advice speaks of where this is the button, so that words and button do not say two things. */
const advice: Record<Remedy, Record<Tag, RegExp>> = {
  retry: { en: /again/i, vi: /lại|tự động/i, zh: /重新|重试|再/ },
  sign_in: { en: /sign in/i, vi: /đăng nhập/i, zh: /登录/ },
  enter_key: { en: /key/i, vi: /khóa/i, zh: /密钥/ },
  edit_address: { en: /address|spelling|port/i, vi: /địa chỉ|chính tả|cổng/i, zh: /地址|拼写|端口/ },
  use_address: { en: /address/i, vi: /địa chỉ/i, zh: /地址/ },
  use_loopback: { en: /this computer/i, vi: /máy này/i, zh: /这台电脑/ },
  register_again: { en: /register/i, vi: /đăng ký/i, zh: /注册/ },
  edit_settings: { en: /settings/i, vi: /cài đặt/i, zh: /设置/ },
  open_existing: { en: /open/i, vi: /mở/i, zh: /打开/ },
  turn_on: { en: /turn it on/i, vi: /bật/i, zh: /启用/ },
  allow_address: { en: /allow/i, vi: /cho phép/i, zh: /允许/ },
  allow_hosts: { en: /continue/i, vi: /tiếp tục/i, zh: /继续/ },
  review_access: { en: /review/i, vi: /xem xét/i, zh: /查看/ },
};

/** Who is named, where it is not the person who reads it. */
const named: Partial<Record<Mender, Record<Tag, RegExp>>> = {
  operator: { en: /operator/, vi: /bên vận hành/i, zh: /运营方/ },
  admin: { en: /admin/, vi: /quản trị viên/, zh: /管理员/ },
};

/** What a button starts: where the failed thing was just that, only `again` can make it right. */
const starts: Partial<Record<Remedy, readonly string[]>> = {
  retry: ['signing in', 'using', 'renewing'],
  sign_in: ['signing in'],
};

/** Values that the code always comes with, where its button depends on them. */
const values: Partial<Record<ErrorCode, Record<string, string>>> = {
  server_exists: { server: 'Acme', serverId: 'acme' },
  not_allowed: { held: 'read' },
  hosts_differ: { browserHost: 'login.bank.example', answerHost: 'tools.example', issuer: 'https://tools.example' },
};

const view = (code: ErrorCode) => errorView(new Fault(code, 'as in the walk', { values: values[code] ?? {} }));
const texts = (tag: Tag, code: ErrorCode) => languages[tag].messages.errors.next[code];

afterEach(cleanup);

it('the table of error codes has each code of the contract, and no other', () => {
  expect(Object.keys(table).toSorted()).toEqual([...errorCodes].toSorted());
});

describe.each(errorCodes)('the error %s', (code) => {
  const { mender, button, doing, again, seen } = table[code];

  it('really comes about, in the test that the table names', () => {
    const [file, title] = seen;
    const lines = readFileSync(join(import.meta.dirname, '..', file), 'utf8').split('\n');
    const at = lines.findIndex((line) => line.includes(`'${title}'`));
    expect(at, `${file}: ${title}`).toBeGreaterThan(-1);
    expect(lines.slice(Math.max(0, at - 70), at + 70).join('\n')).toContain(code);
  });

  it('has the button that the table names, which is not what just failed', () => {
    expect(view(code).remedy ?? null).toBe(button);
    const repeats = button !== null && (starts[button] ?? []).includes(doing);
    expect({ code, again: again !== undefined }).toEqual({ code, again: repeats });
  });

  it.each(tags)('says in %s what its button does, and whose it is to mend', (tag) => {
    if (button) expect(texts(tag, code)).toMatch(advice[button][tag]);
    const whose = named[mender]?.[tag];
    if (whose) expect(texts(tag, code)).toMatch(whose);
  });

  it.each(tags)('is drawn in %s with exactly that button', async (tag) => {
    const server = serverView('Acme');
    install({ app: appView, servers: [server] });
    draw(<ErrorNote error={view(code)} server={server} onRetry={() => undefined} />, languages[tag]);
    const note = within(screen.getByRole('alert'));
    if (button) expect(await note.findByRole('button', { name: buttons[button][tag] })).toBeTruthy();
    expect(note.queryAllByRole('button')).toHaveLength(button ? 1 : 0);
  });
});
