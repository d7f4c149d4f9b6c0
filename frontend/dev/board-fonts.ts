import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const FOLDER = join(dirname(createRequire(import.meta.url).resolve('@excalidraw/excalidraw')), 'fonts');
/** Where the board asks for its fonts; see views/board/load-board.ts. */
const PLACE = 'board/fonts';

/**
 * The library names somebody else's server as the last place of each font. Browsers ask the page's policy for every place at once, so two
 * hundred refusals would be told although nothing is fetched from there.
 */
const FOREIGN_PLACE = /\w+\.push\(new URL\(\w+,\s*\w+\.ASSETS_FALLBACK_URL\)\)/g;

/** The board's own fonts go into the build, and are looked for nowhere else. */
export function boardFonts(): Plugin {
  let taken = 0;
  return {
    name: 'board-fonts',
    transform: {
      filter: { code: 'ASSETS_FALLBACK_URL' },
      handler(code) {
        return code.replace(FOREIGN_PLACE, () => {
          taken += 1;
          return 'undefined';
        });
      },
    },
    generateBundle() {
      if (taken !== 1) throw new Error(`The drawing library names foreign places for its fonts in another way: ${taken} found.`);
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
