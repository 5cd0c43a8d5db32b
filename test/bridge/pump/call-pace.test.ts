import { describe, expect, it } from 'vitest';
import { CallPace } from '../../../src-main/bridge/pump/call-pace.ts';
import { caller } from './agent-side.ts';

const slot = { workspaceId: 'w', serverId: 's', profileId: null };

describe('the pace of calls', () => {
  it('lets 120 of a program begin within a minute, and delays what is more', () => {
    let now = 1_000_000;
    const pace = new CallPace(() => now);
    const pauses = Array.from({ length: 120 }, () => pace.reserve(caller, slot));
    expect(new Set(pauses)).toEqual(new Set([0]));
    expect(pace.reserve(caller, slot)).toBe(60_000);
    now += 30_000;
    expect(pace.reserve(caller, slot)).toBe(30_000);
    now += 60_000;
    expect(pace.reserve(caller, slot)).toBe(0);
  });

  it('is counted by program and by sign-in', () => {
    const pace = new CallPace(() => 1_000_000, 1);
    const other = { ...caller, pattern: { family: '/usr/bin/other', viaShell: false } };
    expect(pace.reserve(caller, slot)).toBe(0);
    expect(pace.reserve(caller, slot)).toBe(60_000);
    expect(pace.reserve(other, slot)).toBe(0);
    expect(pace.reserve(caller, { ...slot, serverId: 'other' })).toBe(0);
  });

  it('delays what is more than an hour of calls too', () => {
    const pace = new CallPace(() => 1_000_000, 1);
    const pauses = Array.from({ length: 100 }, () => pace.reserve(caller, slot));
    expect(pauses).toEqual(Array.from({ length: 100 }, (_, minutes) => minutes * 60_000));
  });

  it('is not stopped by a clock that was set back', () => {
    let now = 10 * 3_600_000;
    const pace = new CallPace(() => now, 1);
    pace.reserve(caller, slot);
    now = 0;
    expect(pace.reserve(caller, slot)).toBe(0);
  });

  it('rejects a wait that is given up', async () => {
    const pace = new CallPace(() => 1_000_000, 1);
    pace.reserve(caller, slot);
    await expect(pace.turn(caller, slot, AbortSignal.abort())).rejects.toThrow('aborted');
  });
});
