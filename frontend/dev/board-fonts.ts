import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const FOLDER = join(dirname(createRequire(import.meta.url).resolve('@excalidraw/excalidraw')), 'fonts');
/** Where the board asks for its fonts; see views/board/load-board.ts. */
const PLACE = 'board/fonts';

/** The board's own fonts go into the build: else its library would fetch them from somebody else's server. */
export function boardFonts(): Plugin {
  return {
    name: 'board-fonts',
    generateBundle() {
      for (const file of readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }))
        if (file.endsWith('.woff2'))
          this.emitFile({ type: 'asset', fileName: `${PLACE}/${file.replaceAll('\\', '/')}`, source: readFileSync(join(FOLDER, file)) });
    },
    configureServer(server) {
      server.middlewares.use(`/${PLACE}`, (req, res, next) => {
        const file = join(FOLDER, new URL(req.url ?? '/', 'http://here').pathname);
        if (!file.startsWith(FOLDER) || !existsSync(file) || !file.endsWith('.woff2')) return next();
        createReadStream(file).pipe(res);
      });
    },
  };
}
