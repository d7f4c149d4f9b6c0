// A program of its own, started by slide-pictures.ts: makes a picture of each page of a file, and says so line by line.
import { readFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp, { type Sharp } from 'sharp';

interface Asked {
  readonly source: string;
  readonly folder: string;
  readonly kind: 'pdf' | 'image';
  readonly limits: { readonly slidePages: number; readonly slidePixels: number; readonly slideUnits: number; readonly slideBytes: number };
}

const { source, folder, kind, limits } = JSON.parse(process.argv[2] ?? '') as Asked;
/** Small letters stay sharp, and a page is a tenth of what it would be without loss. */
const QUALITY = 88;
/** Pixels of an image before it is made smaller. */
const LARGEST_IMAGE = 100_000_000;

const say = (said: object): void => void process.stdout.write(`${JSON.stringify(said)}\n`);

async function write(page: number, total: number, picture: Sharp): Promise<void> {
  const { width, height, size } = await picture.webp({ quality: QUALITY, effort: 2 }).toFile(join(folder, `${page}.webp`));
  if (size > limits.slideBytes) throw new Error('a picture that weighs too much');
  const scale = limits.slideUnits / Math.max(width, height);
  const side = (pixels: number): number => Math.max(1, Math.round(pixels * scale));
  say({ total, size: { width: side(width), height: side(height) } });
}

async function paintPdf(): Promise<void> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(readFileSync(source));
  const total = document.getPageCount();
  if (total > limits.slidePages) return say({ fault: 'too-many' });
  for (const page of document.pages()) {
    const { originalWidth, originalHeight } = page.getOriginalSize();
    const scale = limits.slidePixels / Math.max(originalWidth, originalHeight);
    const { data, width, height } = await page.render({ scale, render: 'bitmap', renderFormFields: true });
    await write(page.number + 1, total, sharp(data, { raw: { width, height, channels: 4 } }).flatten({ background: '#ffffff' }));
  }
}

const paintImage = (): Promise<void> => {
  const within = { width: limits.slidePixels, height: limits.slidePixels, fit: 'inside', withoutEnlargement: true } as const;
  // Turned as its camera says, and without what else the camera says.
  const picture = sharp(source, { limitInputPixels: LARGEST_IMAGE, failOn: 'error' }).autoOrient().resize(within);
  return write(1, 1, picture.flatten({ background: '#ffffff' }));
};

// Sound and pictures of the class go first, and still a class is waiting for it.
setPriority(5);
try {
  await (kind === 'pdf' ? paintPdf() : paintImage());
} catch (error) {
  say({ fault: /password/i.test(String(error)) ? 'locked' : 'broken' });
}
