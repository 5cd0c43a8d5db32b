import { expect, it } from 'vitest';
import { isBoundedPattern, wantsHoursAndMinutes } from '../../../../src-renderer/views/tools/bounded-pattern.ts';

it.each([
  '^\\d\\d:\\d\\d$',
  '^([01]\\d|2[0-3]):[0-5]\\d$',
  '^(?:(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?)$',
  '^\\d{4}-\\d{2}-\\d{2}$',
  '^[A-Z]{2}-?\\d{3}$',
  '^#[\\da-fA-F]{6}$',
])('a pattern that takes a bounded number of steps is tried: %s', (pattern) => {
  expect(isBoundedPattern(pattern)).toBe(true);
});

it.each([
  '^(a+)+$',
  '^a*$',
  '^a{2,}$',
  '^a{1,9}$',
  '^(a?){30}$',
  `^${'(a|b)'.repeat(9)}$`,
  '^(a)\\1$',
  '^\\p{L}$',
  '^a$|b$',
  '\\d\\d:\\d\\d',
  '^\\d\\d',
  '^[a$',
  '^a\\$',
  `^${'a'.repeat(200)}$`,
])('a pattern that may take more is left to the server: %s', (pattern) => {
  expect(isBoundedPattern(pattern)).toBe(false);
});

it('a pattern of hours and minutes is known by what fits it', () => {
  expect(wantsHoursAndMinutes('^([01]\\d|2[0-3]):[0-5]\\d$')).toBe(true);
  expect(wantsHoursAndMinutes('^([0-1]?[0-9]|2[0-3]):[0-5][0-9]$')).toBe(true);
  expect(wantsHoursAndMinutes('^\\d\\d\\d\\d$')).toBe(false);
  expect(wantsHoursAndMinutes('^.....$')).toBe(false);
  expect(wantsHoursAndMinutes(undefined)).toBe(false);
});
