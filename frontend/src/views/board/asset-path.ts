/** Read by the drawing library when it begins: its fonts come from our own build and from nowhere else. */
Object.assign(window, { EXCALIDRAW_ASSET_PATH: '/board/' });
