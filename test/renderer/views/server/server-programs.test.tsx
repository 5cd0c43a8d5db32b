// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { useChosenProgram } from '../../../../src-renderer/stores/programs.ts';
import { useWindow } from '../../../../src-renderer/stores/window.ts';
import { ServerPrograms } from '../../../../src-renderer/views/server/ServerPrograms.tsx';
import { connectionView, grantView, installPrograms, programsView, programView } from '../../fixtures/programs.ts';
import { draw } from '../../fixtures/render.tsx';
import { serverView } from '../../fixtures/views.ts';

afterEach(cleanup);

it('a server says that no program may use it', async () => {
  installPrograms(programsView({ programs: [programView('Claude', { grants: [grantView('Notion')] })] }));
  draw(<ServerPrograms server={serverView('Linear')} />);
  expect(await screen.findByText('No program may use Linear yet.')).toBeTruthy();
});

it('a server lists the programs that may use it, those connected now, and what ends a permission', async () => {
  const grants = [grantView('Linear'), grantView('Notion')];
  const others = [{ ...connectionView('Linear'), program: 'node' }];
  const connections = [connectionView('Linear'), connectionView('Notion')];
  installPrograms(programsView({ programs: [programView('Claude', { grants, connections })], others }));
  draw(<ServerPrograms server={serverView('Linear')} />);
  const section = within(await screen.findByRole('region', { name: 'Programs' }));
  expect(section.getByText('Connected now: Claude, node.')).toBeTruthy();
  expect(section.getAllByRole('listitem')).toHaveLength(1);
  expect(section.getByText('All tools, until you revoke it')).toBeTruthy();
  expect(section.getByRole('button', { name: 'Revoke Claude for Linear' })).toBeTruthy();
  fireEvent.click(section.getByRole('button', { name: 'Show all programs' }));
  expect([useWindow.getState().screen, useChosenProgram.getState().id]).toEqual(['programs', 'claude']);
});
