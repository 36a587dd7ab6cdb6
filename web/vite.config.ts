import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The review page. Nothing is put inline, for the service's content policy forbids inline scripts and styles. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    target: 'es2022',
  },
  logLevel: 'warn',
});
