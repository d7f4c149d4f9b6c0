import { Refusal, SLIDE_TYPE, type SlidesView as SlidesAnswer, SlidesView } from '@liveclass/contract';
import type { Call, Shape } from './json-call.ts';

interface Parts {
  ask<T>(call: Call, reply: Shape<T>): Promise<T>;
  send(call: Call): Promise<Response>;
}

/** Files as pages of the board. */
export class SlidesApi {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  prepare(fileId: string): Promise<SlidesAnswer> {
    return this.#parts.ask({ method: 'POST', path: `/api/slides/${fileId}` }, SlidesView);
  }

  view(fileId: string): Promise<SlidesAnswer> {
    return this.#parts.ask({ method: 'GET', path: `/api/slides/${fileId}` }, SlidesView);
  }

  async picture(fileId: string, page: number): Promise<Blob> {
    const answer = await this.#parts.send({ method: 'GET', path: `/api/slides/${fileId}/${page}` });
    const picture = await answer.blob().catch((error: unknown) => {
      throw new Refusal('unavailable', error);
    });
    return new Blob([picture], { type: SLIDE_TYPE });
  }
}
