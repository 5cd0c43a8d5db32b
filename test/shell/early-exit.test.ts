import { describe, expect, it } from 'vitest';
import { earlyExit } from '../../src-main/shell/early-exit.ts';

/** The answer to these switches before Keyfob starts; by default as a packaged app, which refuses some. */
const answerTo = (switches: readonly string[], isPackaged = true) =>
  earlyExit(
    { hasSwitch: (name) => switches.includes(name) },
    { refusesSwitches: () => isPackaged, platform: 'linux', env: { DISPLAY: ':0' } },
  );

// Listed here once more: a switch missing from the other list would let another program control Keyfob.
const foreign = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'inspect-wait',
  'js-flags',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'zygote-cmd-prefix',
  'gpu-launcher',
  'browser-subprocess-path',
  'disable-web-security',
];

describe('the first answer', () => {
  it.each(foreign)('to --%s is a refusal in a packaged app, and none where the app is built for tests', (name) => {
    expect(answerTo([name])).toEqual({ kind: 'refused', switches: [name] });
    expect(answerTo([name], false)).toBeUndefined();
  });

  it('to several switches names each of those that are refused, and no other', () => {
    expect(answerTo(['gpu-launcher', 'disable-gpu', 'inspect'])).toEqual({
      kind: 'refused',
      switches: ['inspect', 'gpu-launcher'],
    });
  });

  it('to --version and --help is what they ask for, whatever other switches are there', () => {
    expect(answerTo(['version'])).toEqual({ kind: 'version' });
    expect(answerTo(['help'])).toEqual({ kind: 'help' });
    expect(answerTo(['inspect', 'help', 'version'])).toEqual({ kind: 'version' });
    expect(answerTo(['inspect', 'help'])).toEqual({ kind: 'help' });
  });

  it.each([
    ['linux', {}, [], { kind: 'no_display' }],
    ['linux', { DISPLAY: '' }, ['disable-gpu'], { kind: 'no_display' }],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, [], undefined],
    ['linux', {}, ['ozone-platform'], undefined],
    ['linux', {}, ['version'], { kind: 'version' }],
    ['darwin', {}, [], undefined],
    ['win32', {}, [], undefined],
  ] as const)('on %s with %j and %j says where there is no display', (platform, env, switches, answer) => {
    const hasSwitch = (name: string) => switches.some((one) => one === name);
    expect(earlyExit({ hasSwitch }, { refusesSwitches: () => true, platform, env })).toEqual(answer);
  });

  it('to an ordinary start is none', () => {
    expect(answerTo([])).toBeUndefined();
    expect(answerTo(['password-store', 'ozone-platform', 'disable-gpu'])).toBeUndefined();
  });
});
