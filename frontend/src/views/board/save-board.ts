import { exportToBlob } from '@excalidraw/excalidraw';
import type { BoardElement, PageBackground } from '@liveclass/contract';
import { saveFile } from '../../links/save-file.ts';
import type { Board } from '../../models/board.ts';
import { ground, inOrder, pictureFile, unpacked } from './scene-elements.ts';

type Exported = Parameters<typeof exportToBlob>[0];
export type Saving = 'page-png' | 'page-pdf' | 'all-pdf';

/** Sharp in print, and no canvas larger than browsers make one. */
const SCALE = 2;
const LARGEST_PX = 8_000;
const MARGIN = 24;
const QUALITY = 0.9;
/** A4 lying, in points. */
const SHEET = { width: 842, height: 595 } as const;

interface Sheet {
  readonly elements: readonly BoardElement[];
  readonly background: PageBackground | null;
}

/** A page without a slide has a margin; one with a slide has the slide's own shape, and what was drawn beside it. */
async function picture(board: Board, { elements, background }: Sheet, mimeType: 'image/png' | 'image/jpeg'): Promise<Blob> {
  const under = background ? [ground(background, 1)] : [];
  const files = background ? [pictureFile(background, await board.pictures.get(background))] : [];
  return exportToBlob({
    elements: inOrder([...under, ...elements.map((element) => unpacked(element, 1))]) as unknown as Exported['elements'],
    files: Object.fromEntries(files.map((file) => [file.id, file])),
    mimeType,
    quality: QUALITY,
    exportPadding: background ? 0 : MARGIN,
    appState: { exportBackground: true, viewBackgroundColor: '#ffffff', exportWithDarkMode: false },
    getDimensions: (width: number, height: number) => {
      const scale = Math.min(SCALE, LARGEST_PX / Math.max(width, height));
      return { width: width * scale, height: height * scale, scale };
    },
  });
}

async function pdf(board: Board, sheets: readonly Sheet[]): Promise<Blob> {
  // Only who saves a PDF needs what makes one.
  const { PDFDocument } = await import('@cantoo/pdf-lib');
  const file = await PDFDocument.create();
  for (const sheet of sheets) {
    // Photographs weigh a tenth this way; lines alone stay sharper the other.
    const hasSlide = sheet.background !== null;
    const bytes = await (await picture(board, sheet, hasSlide ? 'image/jpeg' : 'image/png')).arrayBuffer();
    const image = hasSlide ? await file.embedJpg(bytes) : await file.embedPng(bytes);
    if (hasSlide) {
      const { width, height } = image.scaleToFit(SHEET.width, SHEET.width);
      file.addPage([width, height]).drawImage(image, { x: 0, y: 0, width, height });
      continue;
    }
    const { width, height } = image.scaleToFit(SHEET.width - 2 * MARGIN, SHEET.height - 2 * MARGIN);
    const page = file.addPage([SHEET.width, SHEET.height]);
    page.drawImage(image, { x: (SHEET.width - width) / 2, y: (SHEET.height - height) / 2, width, height });
  }
  return new Blob([(await file.save()) as Uint8Array<ArrayBuffer>], { type: 'application/pdf' });
}

/** Makes the file here, on this computer, from what the server has: whole, or not at all. False where there is nothing to save. */
export async function saveBoard(board: Board, what: Saving, name: string): Promise<boolean> {
  const { view, pageId } = board.state.get();
  const sheets: Sheet[] = [];
  for (const { id, background } of view.pages) {
    if (what !== 'all-pdf' && id !== pageId) continue;
    const elements = await board.readPage(id);
    if (background || elements.length > 0) sheets.push({ elements, background });
  }
  const [first] = sheets;
  if (!first) return false;
  if (what === 'page-png') saveFile(await picture(board, first, 'image/png'), `${name}.png`);
  else saveFile(await pdf(board, sheets), `${name}.pdf`);
  return true;
}
