import { exportToBlob } from '@excalidraw/excalidraw';
import type { BoardElement } from '@liveclass/contract';
import { saveFile } from '../../links/save-file.ts';
import type { Board } from '../../models/board.ts';
import { inOrder, unpacked } from './scene-elements.ts';

export type Saving = 'page-png' | 'page-pdf' | 'all-pdf';

/** Sharp in print, and no canvas larger than browsers make one. */
const SCALE = 2;
const LARGEST_PX = 8_000;
const MARGIN = 24;
/** A4 lying, in points. */
const SHEET = { width: 842, height: 595 } as const;

const picture = (elements: readonly BoardElement[]): Promise<Blob> =>
  exportToBlob({
    elements: inOrder(elements.map((element) => unpacked(element, 1))) as unknown as Parameters<typeof exportToBlob>[0]['elements'],
    files: null,
    mimeType: 'image/png',
    exportPadding: MARGIN,
    appState: { exportBackground: true, viewBackgroundColor: '#ffffff', exportWithDarkMode: false },
    getDimensions: (width: number, height: number) => {
      const scale = Math.min(SCALE, LARGEST_PX / Math.max(width, height));
      return { width: width * scale, height: height * scale, scale };
    },
  });

async function sheets(pictures: readonly Blob[]): Promise<Blob> {
  // Only who saves a PDF needs what makes one.
  const { PDFDocument } = await import('@cantoo/pdf-lib');
  const file = await PDFDocument.create();
  for (const one of pictures) {
    const image = await file.embedPng(await one.arrayBuffer());
    const { width, height } = image.scaleToFit(SHEET.width - 2 * MARGIN, SHEET.height - 2 * MARGIN);
    const sheet = file.addPage([SHEET.width, SHEET.height]);
    sheet.drawImage(image, { x: (SHEET.width - width) / 2, y: (SHEET.height - height) / 2, width, height });
  }
  return new Blob([(await file.save()) as Uint8Array<ArrayBuffer>], { type: 'application/pdf' });
}

/** Makes the file here, on this computer, from what the server has. False where there is nothing to save. */
export async function saveBoard(board: Board, what: Saving, name: string): Promise<boolean> {
  const { view, pageId } = board.state.get();
  const wanted = what === 'all-pdf' ? view.pages.map(({ id }) => id) : [pageId];
  const pictures: Blob[] = [];
  for (const id of wanted) {
    const elements = await board.readPage(id);
    if (elements.length > 0) pictures.push(await picture(elements));
  }
  const [first] = pictures;
  if (!first) return false;
  if (what === 'page-png') saveFile(first, `${name}.png`);
  else saveFile(await sheets(pictures), `${name}.pdf`);
  return true;
}
