// @ts-check

/** What package managers and menus say about Keyfob, in its three languages. */
export const words = {
  generic: { en: 'Sign-ins to MCP servers', vi: 'Đăng nhập máy chủ MCP', zh: 'MCP 服务器登录' },
  summary: {
    en: 'Holds your sign-ins to MCP servers, and keeps them',
    vi: 'Giữ và duy trì các lần đăng nhập máy chủ MCP của bạn',
    zh: '保管并维持你对 MCP 服务器的登录',
  },
  description: {
    en:
      'Sign in once to each MCP server. Keyfob renews the sign-in before it expires, and lets the programs and agents ' +
      'of this computer use it after asking you. No token leaves Keyfob.',
    vi:
      'Chỉ cần đăng nhập một lần vào mỗi máy chủ MCP. Keyfob gia hạn đăng nhập trước khi hết hạn, và cho các chương ' +
      'trình và tác tử trên máy tính này dùng sau khi hỏi bạn. Không token nào rời khỏi Keyfob.',
    zh:
      '每个 MCP 服务器只需登录一次。Keyfob 会在登录到期之前续期，并在征得你同意后让这台电脑上的程序和代理使用它。' +
      '任何令牌都不会离开 Keyfob。',
  },
};

/** The languages besides English, by their names in desktop entries and in AppStream. */
export const translations = /** @type {const} */ ([
  { language: 'vi', desktop: 'vi', appStream: 'vi' },
  { language: 'zh', desktop: 'zh_CN', appStream: 'zh-CN' },
]);
