import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Rolldown } from 'vite';
import { expect, it } from 'vitest';

/** Scripts, styles and words, as a browser gets them, before the board and the media client. */
const LIMIT_BYTES = 350_000;
const LANGUAGES = ['en', 'ar'];
const PAGES = ['room-page', 'lobby-page', 'recording-page', 'pick-page'];
/** What comes when there is a board to see, or place for media. */
const ON_DEMAND = ['@excalidraw', 'mediasoup-client', '@cantoo/pdf-lib'];

type Output = Rolldown.RolldownOutput['output'];
type Chunk = Rolldown.OutputChunk & { viteMetadata?: { importedCss: ReadonlySet<string> } };

async function built(): Promise<Output> {
  // As people get it: the test runner's own word would make another build.
  process.env['NODE_ENV'] = 'production';
  const { build } = await import('vite');
  const result = await build({ configFile: join(import.meta.dirname, '../vite.config.ts'), logLevel: 'error', build: { write: false } });
  return (result as Rolldown.RolldownOutput).output;
}

/** The files that a browser needs for these chunks, each once. */
function neededFor(output: Output, starts: readonly Chunk[]): Map<string, Chunk | undefined> {
  const chunks = new Map(output.flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one as Chunk] as const] : [])));
  const needed = new Map<string, Chunk | undefined>();
  const add = (chunk: Chunk): void => {
    if (needed.has(chunk.fileName)) return;
    needed.set(chunk.fileName, chunk);
    for (const style of chunk.viteMetadata?.importedCss ?? []) needed.set(style, undefined);
    for (const name of chunk.imports) {
      const next = chunks.get(name);
      if (next) add(next);
    }
  };
  for (const start of starts) add(start);
  return needed;
}

function weight(output: Output, files: Iterable<string>): number {
  const contents = new Map(output.map((one) => [one.fileName, one.type === 'chunk' ? one.code : one.source]));
  return [...files].reduce((sum, file) => sum + gzipSync(contents.get(file) ?? '').length, 0);
}

it('[UI18] the first load of each page is at most 350 kB, compressed, and holds neither the board’s library nor the media client', async () => {
  const output = await built();
  const chunk = (is: (one: Chunk) => boolean): Chunk => {
    const found = output.find((one) => one.type === 'chunk' && is(one as Chunk));
    if (!found) throw new Error('The build has another shape.');
    return found as Chunk;
  };
  const entry = chunk((one) => one.isEntry);
  for (const page of PAGES)
    for (const language of LANGUAGES) {
      const words = chunk((one) => one.facadeModuleId?.endsWith(`/locales/${language}.ts`) ?? false);
      const needed = neededFor(output, [entry, words, chunk((one) => one.facadeModuleId?.endsWith(`/${page}.tsx`) ?? false)]);
      const bytes = weight(output, [...needed.keys(), 'index.html']);
      expect(bytes, `${page} in ${language}`).toBeLessThanOrEqual(LIMIT_BYTES);
      expect(bytes, `${page} in ${language}`).toBeGreaterThan(LIMIT_BYTES / 4);
      const modules = [...needed.values()].flatMap((one) => one?.moduleIds ?? []);
      expect(modules.filter((id) => ON_DEMAND.some((name) => id.includes(`node_modules/${name}/`)))).toEqual([]);
    }
}, 180_000);
