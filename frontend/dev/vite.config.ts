import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { boardFonts } from './board-fonts.ts';

/** The gallery: every view with made-up people, to look at. It is no part of the product's build. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), boardFonts()],
  build: { target: 'es2022', outDir: 'dist', assetsInlineLimit: 0 },
});
