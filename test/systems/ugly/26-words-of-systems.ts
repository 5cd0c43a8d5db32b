import { expect } from 'vitest';
import { applicationMenu } from '../../../src-main/shell/application-menu.ts';
import { wordsFor } from '../../../src-main/shell/words.ts';
import { readLanguage } from '../../../src-renderer/locales/language.ts';
import type { System, SystemCase } from '../system-case.ts';

/** What the notification after closing the window says, and the settings and the banner of the window. */
async function words(platform: System, language: string): Promise<string[]> {
  const { messages } = await readLanguage(language, platform === 'darwin' ? 'darwin' : 'other');
  return [
    wordsFor(language, platform).notices.stillHere.title,
    messages.preferences.startAtLogin.what,
    messages.storage.memory,
  ];
}

async function traysAndKeyrings(platform: System): Promise<void> {
  expect(await words(platform, 'en')).toEqual([
    'Keyfob keeps running in the tray',
    'Keyfob starts in the tray and keeps renewing your sign-ins.',
    'Sign-ins are lost when Keyfob quits: this computer has no keyring to protect them.',
  ]);
  expect(await words(platform, 'vi')).toEqual([
    'Keyfob vẫn chạy trong khay hệ thống',
    'Keyfob khởi động trong khay hệ thống và tiếp tục gia hạn các phiên đăng nhập.',
    'Các phiên đăng nhập sẽ mất khi thoát Keyfob: máy này không có chùm khóa để bảo vệ chúng.',
  ]);
  expect(await words(platform, 'zh')).toEqual([
    'Keyfob 仍在托盘中运行',
    'Keyfob 在托盘中启动，并继续为你的登录续期。',
    '退出 Keyfob 后登录会丢失：这台电脑没有用来保护它们的密钥环。',
  ]);
}

/** Labels, keys and roles of the menus of macOS; `-` is a separator. */
function menus(language: string): string[] {
  const commands = { quit: () => undefined, openSettings: () => undefined };
  return applicationMenu(wordsFor(language, 'darwin').menu, commands).map(({ label, submenu }) => {
    const items = submenu as { type?: string; role?: string; label?: string; accelerator?: string }[];
    const words = items.map((item) => (item.type ? '-' : [item.label, item.accelerator].filter(Boolean).join(' ')));
    return `${label}: ${words.join(', ')}`;
  });
}

const row: SystemCase = {
  title: 'the words, menus and keys are those of the system',
  source:
    "Apple, Human Interface Guidelines, 'The menu bar'; macOS User Guide; Windows 11, 'Other system tray " +
    "icons': not read",
  cells: {
    linux: traysAndKeyrings,
    win32: traysAndKeyrings,
    async darwin(platform) {
      expect(await words(platform, 'en')).toEqual([
        'Keyfob keeps running in the menu bar',
        'Keyfob starts in the menu bar and keeps renewing your sign-ins.',
        'Sign-ins are lost when Keyfob quits: this computer has no keychain to protect them.',
      ]);
      expect(await words(platform, 'vi')).toEqual([
        'Keyfob vẫn chạy trong thanh menu',
        'Keyfob khởi động trong thanh menu và tiếp tục gia hạn các phiên đăng nhập.',
        'Các phiên đăng nhập sẽ mất khi thoát Keyfob: máy này không có chuỗi khóa để bảo vệ chúng.',
      ]);
      expect(await words(platform, 'zh')).toEqual([
        'Keyfob 仍在菜单栏中运行',
        'Keyfob 在菜单栏中启动，并继续为你的登录续期。',
        '退出 Keyfob 后登录会丢失：这台电脑没有用来保护它们的钥匙串。',
      ]);
      expect(menus('en')).toEqual([
        'Keyfob: About Keyfob, -, Settings… Command+,, -, Services, -, Hide Keyfob, Hide Others, Show All, -, ' +
          'Quit Keyfob Command+Q',
        'Edit: Undo, Redo, -, Cut, Copy, Paste, Delete, Select All',
        'View: Toggle Full Screen',
        'Window: Minimize, Zoom, Close Window, Bring All to Front',
      ]);
      expect(menus('vi')[0]).toBe(
        'Keyfob: Giới thiệu về Keyfob, -, Cài đặt… Command+,, -, Dịch vụ, -, Ẩn Keyfob, Ẩn các ứng dụng khác, ' +
          'Hiện tất cả, -, Thoát Keyfob Command+Q',
      );
      expect(menus('vi')[2]).toBe('Xem: Bật hoặc tắt toàn màn hình');
      expect(menus('zh')[0]).toBe(
        'Keyfob: 关于 Keyfob, -, 设置… Command+,, -, 服务, -, 隐藏 Keyfob, 隐藏其他, 全部显示, -, 退出 Keyfob Command+Q',
      );
      expect(menus('zh')[2]).toBe('显示: 切换全屏幕');
    },
  },
};

export default row;
