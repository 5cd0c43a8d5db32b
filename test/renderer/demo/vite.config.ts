import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * `npx vite test/renderer/demo` shows the window without Electron: `?scene=empty`, `?scene=memory`, `?scene=nothing`,
 * `?scene=shut`.
 */
export default defineConfig({
  plugins: [react()],
  server: { fs: { allow: ['../../..'] }, hmr: false },
});
