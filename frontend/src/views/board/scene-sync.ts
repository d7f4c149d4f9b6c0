import { CaptureUpdateAction } from '@excalidraw/excalidraw';
import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { AppState, ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import type { ElementId, PageBackground, PageId } from '@liveclass/contract';
import type { Board, SceneChange } from '../../models/board.ts';
import { GROUND, ground, hasForeignParts, inOrder, packed, pictureFile, removedNow, unpacked } from './scene-elements.ts';

const PAPER = '#ffffff';
/** A white slide has an edge. */
const AROUND_SLIDES = '#e9ecef';

/** Keeps the drawing library's scene and the board's model alike, both ways. */
export class SceneSync {
  readonly #board: Board;
  readonly #api: ExcalidrawImperativeAPI;
  /** The states that came from the model or were told to it. */
  readonly #seen = new Map<string, number>();
  /** The library empties its scene when it has come up, whatever was put there before. */
  #isUp = false;
  /** The page that is in sight, whole. */
  #inSight: PageId | undefined;

  constructor(board: Board, api: ExcalidrawImperativeAPI) {
    this.#board = board;
    this.#api = api;
  }

  /** Shows what there is, as soon as that stays. */
  begin(): void {
    if (this.#api.getAppState().isLoading) return;
    this.#isUp = true;
    this.#showAll();
  }

  /** From the model to the scene. */
  show(change: SceneChange): void {
    if (!this.#isUp) return;
    if (change === 'all') this.#showAll();
    else this.#showSome(change);
  }

  /** From the hand to the model. */
  changed(elements: readonly ExcalidrawElement[], { newElement }: AppState): void {
    if (!this.#isUp) {
      this.begin();
      return;
    }
    const foreign: ElementId[] = [];
    for (const element of elements) {
      if (this.#seen.get(element.id) === element.versionNonce) continue;
      this.#seen.set(element.id, element.versionNonce);
      if (element.id === GROUND) {
        // Unlocked by the library's own menu, and moved or wiped away: it is put back.
        foreign.push(GROUND);
        continue;
      }
      if (hasForeignParts(element) && !element.isDeleted && element.id !== newElement?.id) foreign.push(element.id);
      this.#tell(element);
    }
    if (foreign.length > 0) this.#showSome(new Set(foreign));
  }

  #tell(element: ExcalidrawElement): void {
    const isKnown = this.#board.element(element.id) !== null;
    if (element.isDeleted) {
      if (isKnown) this.#board.draw(element.id, null);
      return;
    }
    // A click that has not become a shape, or words that are not written yet.
    if (!isKnown && isNothingYet(element)) return;
    this.#board.draw(element.id, packed(element) ?? { type: element.type });
  }

  #showAll(): void {
    this.#seen.clear();
    const versions = new Map(this.#api.getSceneElementsIncludingDeleted().map(({ id, version }) => [id, version]));
    const next = (id: string) => (versions.get(id) ?? 0) + 1;
    const background = this.#board.background();
    const under = background ? [this.#mark(ground(background, next(GROUND)))] : [];
    this.#set([...under, ...this.#board.elements().map((element) => this.#mark(unpacked(element, next(element.id))))]);
    this.#api.history.clear();
    if (background) void this.#bring(background);
    const { pageId } = this.#board.state.get();
    if (pageId === this.#inSight) return;
    this.#inSight = pageId;
    this.fit();
  }

  /** All of the page's picture, however large this person's stage is; what has none begins where all boards begin. */
  fit(): void {
    const picture = this.#api.getSceneElements().find(({ id }) => id === GROUND);
    this.#api.updateScene({ appState: { viewBackgroundColor: picture ? AROUND_SLIDES : PAPER } });
    if (picture) this.#api.scrollToContent(picture, { fitToViewport: true, viewportZoomFactor: 0.94, animate: false });
    else this.#api.updateScene({ appState: { scrollX: 0, scrollY: 0, zoom: { value: 1 as never } } });
  }

  /** A frame stands in its place until it is there; where it cannot be had the marks are shown without. */
  async #bring(background: PageBackground): Promise<void> {
    const dataUrl = await this.#board.pictures.get(background).catch(() => undefined);
    if (dataUrl) this.#api.addFiles([pictureFile(background, dataUrl)]);
  }

  #showSome(ids: ReadonlySet<ElementId>): void {
    const { newElement, editingTextElement } = this.#api.getAppState();
    const scene = new Map<string, ExcalidrawElement>(this.#api.getSceneElementsIncludingDeleted().map((element) => [element.id, element]));
    for (const id of ids) {
      // Not under the hand that draws it: what it draws comes later, and stands.
      if (id === newElement?.id || id === editingTextElement?.id) continue;
      const local = scene.get(id);
      const background = id === GROUND && this.#board.background();
      if (background) {
        scene.set(id, this.#mark(ground(background, (local?.version ?? 0) + 1)));
        continue;
      }
      const element = this.#board.element(id);
      if (element) scene.set(id, this.#mark(unpacked(element, (local?.version ?? 0) + 1)));
      else if (local && !local.isDeleted) scene.set(id, this.#mark(removedNow(local)));
    }
    this.#set([...scene.values()]);
  }

  #set(elements: readonly ExcalidrawElement[]): void {
    this.#api.updateScene({ elements: inOrder(elements), captureUpdate: CaptureUpdateAction.NEVER });
  }

  #mark(element: ExcalidrawElement): ExcalidrawElement {
    this.#seen.set(element.id, element.versionNonce);
    return element;
  }
}

function isNothingYet(element: ExcalidrawElement): boolean {
  if (element.type === 'text') return element.originalText === '';
  if ('points' in element) return element.points.length < 2;
  return element.width === 0 && element.height === 0;
}
