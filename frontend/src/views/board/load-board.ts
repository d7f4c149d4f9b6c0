import type { ComponentType } from 'react';

/**
 * The board is as large as all the rest together: it is loaded when there is one to see. Its library reads where its fonts are as soon as it
 * is there, so that is said before: in our own build, and nowhere else.
 */
export function loadBoard(): Promise<{ default: ComponentType }> {
  Object.assign(window, { EXCALIDRAW_ASSET_PATH: '/board/' });
  return import('./board-stage.tsx');
}
