import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { boardFonts } from './dev/board-fonts.ts';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), boardFonts()],
  build: {
    target: 'es2022',
    // A data: URL would need a hole in the content security policy.
    assetsInlineLimit: 0,
    // The polyfill would be an inline script, which the policy refuses; every browser with WebRTC preloads modules.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
});
