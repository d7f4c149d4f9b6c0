import { type PageBackground, type Reason, Refusal } from '@liveclass/contract';
import type { SlidesApi } from '../links/slides-api.ts';

const AGAIN_MS = 1_000;
const TRIES = 10;
const PASSING: readonly Reason[] = ['too-fast', 'unavailable'];

/** What names a picture on this page. */
export const pictureKey = ({ fileId, page }: PageBackground): string => `${fileId}-${page}`;

function dataUrl(picture: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(picture);
  });
}

/** The pictures under the pages of the board, each asked for once; one that could not be had is asked for again. */
export class SlidePictures {
  readonly #api: Pick<SlidesApi, 'picture'>;
  readonly #read: (picture: Blob) => Promise<string>;
  readonly #asked = new Map<string, Promise<string>>();

  constructor(api: Pick<SlidesApi, 'picture'>, read = dataUrl) {
    this.#api = api;
    this.#read = read;
  }

  /** As the drawing library takes it. */
  get(background: PageBackground): Promise<string> {
    const key = pictureKey(background);
    const known = this.#asked.get(key);
    if (known) return known;
    const asked = this.#fetch(background).then(this.#read);
    this.#asked.set(key, asked);
    asked.catch(() => this.#asked.delete(key));
    return asked;
  }

  async #fetch({ fileId, page }: PageBackground): Promise<Blob> {
    for (let tries = 1; ; tries += 1)
      try {
        return await this.#api.picture(fileId, page);
      } catch (error) {
        if (!(error instanceof Refusal) || !PASSING.includes(error.reason) || tries === TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
  }
}
