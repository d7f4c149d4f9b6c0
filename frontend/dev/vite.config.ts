import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The gallery: every view with made-up people, to look at. It is no part of the product's build. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { target: 'es2022', outDir: 'dist', assetsInlineLimit: 0 },
});
