// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest';
import { keepPlace } from '../../../src-renderer/stores/kept-place.ts';
import { select, showScreen, useWindow } from '../../../src-renderer/stores/window.ts';

beforeEach(() => {
  window.name = '';
  localStorage.clear();
  useWindow.setState(useWindow.getInitialState(), true);
});

/** The page begins again. A restart makes a browsing context without a name; a reload keeps it. */
function again(name: string): void {
  useWindow.setState(useWindow.getInitialState(), true);
  window.name = name;
}

it('the last server and tab are shown again after a restart, in place of the screen that was before them', () => {
  keepPlace();
  select('notes', 'tools');
  showScreen('preferences');
  again('');
  keepPlace();
  expect(useWindow.getState()).toMatchObject({ screen: 'servers', selected: 'notes', tab: 'tools' });
});

it('the last screen is shown again after a reload', () => {
  keepPlace();
  select('notes', 'tools');
  showScreen('preferences');
  again(window.name);
  keepPlace();
  expect(useWindow.getState()).toMatchObject({ screen: 'preferences', selected: 'notes', tab: 'tools' });
});

it('the last place is left aside where it cannot be read', () => {
  localStorage.setItem('keyfob:place', '{"selected": 5');
  keepPlace();
  expect(useWindow.getState()).toMatchObject({ screen: 'servers', selected: null, tab: 'overview' });
});
