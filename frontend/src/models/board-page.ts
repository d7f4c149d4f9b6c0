import type { BoardElement, ElementId, NumberedElement, PageId, Seq } from '@liveclass/contract';

/** What is on the page that is looked at: as the server numbered it, under what this tab drew and the server has not confirmed yet. */
export class BoardPageContent {
  readonly id: PageId;
  clearedAt: Seq = 0;
  readonly #known = new Map<ElementId, NumberedElement>();

  constructor(id: PageId) {
    this.id = id;
  }

  /** False where a later state is known already. */
  take(numbered: NumberedElement): boolean {
    const known = this.#known.get(numbered.id);
    if (known && known.seq >= numbered.seq) return false;
    this.#known.set(numbered.id, numbered);
    return true;
  }

  forget(): void {
    this.#known.clear();
  }

  /** Null where it is not there, was removed, or was cleared away. */
  element(id: ElementId): BoardElement | null {
    const known = this.#known.get(id);
    return known && known.seq > this.clearedAt ? known.element : null;
  }

  ids(): Iterable<ElementId> {
    return this.#known.keys();
  }
}

/** Numbers that were heard, of a row without holes. */
export class BoardNumbers {
  #last: Seq;
  #early: { readonly from: Seq; readonly to: Seq }[] = [];

  constructor(last: Seq) {
    this.#last = last;
  }

  /** Up to here nothing is missing. */
  get last(): Seq {
    return this.#last;
  }

  /** Something later was heard than what is known without a hole. */
  get hasHole(): boolean {
    return this.#early.length > 0;
  }

  heard(from: Seq, to: Seq): void {
    this.#early.push({ from, to });
    this.#early.sort((a, b) => a.from - b.from);
    while (this.#early[0] && this.#early[0].from <= this.#last + 1) this.#last = Math.max(this.#last, this.#early.shift()?.to ?? 0);
  }

  /** All up to this number was read. */
  readUpTo(seq: Seq): void {
    this.heard(0, seq);
  }
}
