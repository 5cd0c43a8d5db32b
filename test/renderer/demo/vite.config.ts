import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { newsDefinition } from '../../../scripts/news.ts';

/**
 * `npx vite test/renderer/demo` shows the window without Electron: `?scene=empty`, `?scene=memory`, `?scene=nothing`,
 * `?scene=shut`.
 */
export default defineConfig({
  define: newsDefinition(join(import.meta.dirname, '../../..')),
  plugins: [react()],
  server: { fs: { allow: ['../../..'] }, hmr: false },
});
