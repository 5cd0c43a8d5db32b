import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { type BootSources, bootOf, hasEnded } from '../../../src-main/connections/tokens/process-name.ts';
import type { SystemCase } from '../system-case.ts';

/** A system whose answers are as given; anything else that is asked for fails. */
function sources(answers: Record<string, string>): BootSources {
  const answer = (question: string) => {
    const text = answers[question];
    if (text === undefined) throw new Error(`ENOENT: ${question}`);
    return text;
  };
  return {
    readFile: answer,
    readLink: answer,
    run: (program, args) => answer([program, ...args].join(' ')),
  };
}

/** Above every limit: no process has this id. */
const endedId = 999_999_999;

const isUnknown = (boot: string) => boot.startsWith('unknown-');

export default {
  title: 'a lease names the start of the computer',
  source:
    'https://man7.org/linux/man-pages/man4/random.4.html: boot_id, fresh at each boot (not read); ' +
    'apple-oss-distributions/xnu bsd/kern/kern_sysctl.c line 2881: kern.bootsessionuuid; ' +
    'http://www.eigo.co.uk/News-Article.aspx?NewsArticleID=63: HKLM\\SOFTWARE\\Microsoft\\Cryptography, ' +
    'MachineGuid, made when Windows is installed; https://support.apple.com/guide/mac-help/mchlp2322, the ' +
    'name of a Mac in a network may get a number: not read',
  cells: {
    linux(platform) {
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      expect(bootOf(platform)).toMatch(new RegExp(`^${boot}/pid:\\[\\d+\\]$`));
      expect(hasEnded(`${bootOf(platform)} ${endedId}`)).toBe(true);
      expect(hasEnded(`${bootOf(platform)} ${process.pid}`)).toBe(false);
      expect(hasEnded(`another-boot/pid:[1] ${endedId}`)).toBe(false);
      const container = sources({ '/proc/sys/kernel/random/boot_id': 'b0\n', '/proc/self/ns/pid': 'pid:[7]' });
      expect(bootOf(platform, container)).toBe('b0/pid:[7]');
      expect(isUnknown(bootOf(platform, sources({})))).toBe(true);
    },
    darwin(platform) {
      const asked = sources({
        '/usr/sbin/sysctl -n kern.bootsessionuuid': '6C9D4A3E-3B7B-4C9B-9C8E-0D6F3C0F5A11\n',
      });
      const boot = bootOf(platform, asked);
      expect(boot).toBe('6C9D4A3E-3B7B-4C9B-9C8E-0D6F3C0F5A11');
      expect(hasEnded(`${boot} ${endedId}`, boot)).toBe(true);
      expect(hasEnded(`Annas-MBP.fritz.box/ ${endedId}`, boot)).toBe(false);
      expect(isUnknown(bootOf(platform, sources({})))).toBe(true);
    },
    win32(platform) {
      const printed =
        '\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Cryptography\r\n' +
        '    MachineGuid    REG_SZ    11111111-2222-3333-4444-555555555555\r\n\r\n';
      const asked = sources({ 'reg.exe query HKLM\\SOFTWARE\\Microsoft\\Cryptography /v MachineGuid': printed });
      expect(bootOf(platform, asked)).toBe('11111111-2222-3333-4444-555555555555');
      expect(isUnknown(bootOf(platform, sources({})))).toBe(true);
    },
  },
} satisfies SystemCase;
