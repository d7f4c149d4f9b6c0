import {
  type BoardElement,
  type ClassId,
  type ElementId,
  elementSize,
  KeyedQueue,
  type Limits,
  type PageId,
  type PersonId,
  type Seq,
} from '@liveclass/contract';
import type { AnyBulkWriteOperation, ClientSession, Collection, MongoClient } from 'mongodb';
import type mongoose from 'mongoose';
import {
  type BoardPageRecord,
  type BoardRecord,
  counted,
  type Drawn,
  drawn,
  EMPTY_BOARD,
  forgotten,
  type PageCounts,
  pageOf,
  type StoredElement,
} from '../../domain/board.ts';
import type { Boards, DrawOrder, PageReading } from '../../ports/board.ts';
import { databaseOf } from './classroom-collections.ts';

type BoardDoc = BoardRecord & { readonly _id: ClassId };
type ElementKey = `${ClassId}/${PageId}/${ElementId}`;

interface ElementDoc extends StoredElement {
  readonly _id: ElementKey;
  readonly classId: ClassId;
  readonly pageId: PageId;
  readonly element: BoardElement | null;
  /** Who changed it last; null when they were erased. */
  readonly by: PersonId | null;
}

type BoardLimits = Pick<Limits, 'boardElementsPerPage' | 'boardPageChars' | 'boardReadChars'>;
/** Drawings written in one transaction: what waits meanwhile goes with the next one. */
const MOST_AT_ONCE = 50;

interface Waiting {
  readonly order: DrawOrder;
  resolve(done: { from: Seq; seq: Seq }): void;
  reject(error: unknown): void;
}
type Outcome = { readonly done: { from: Seq; seq: Seq } } | { readonly error: unknown };

const keyOf = (classId: ClassId, pageId: PageId, id: ElementId): ElementKey => `${classId}/${pageId}/${id}`;
const recordOf = (doc: BoardDoc | null): BoardRecord => {
  if (!doc) return EMPTY_BOARD;
  const { _id, ...board } = doc;
  return board;
};

export async function openBoards(connection: mongoose.Connection, limits: BoardLimits): Promise<Boards> {
  const db = databaseOf(connection);
  const boards: Collection<BoardDoc> = db.collection('boards');
  const elements: Collection<ElementDoc> = db.collection('boardelements');
  await elements.createIndex({ classId: 1, pageId: 1, seq: 1 }, { name: 'one_element_per_number', unique: true });
  return new MongoBoards(connection.getClient() as unknown as MongoClient, boards, elements, limits);
}

class MongoBoards implements Boards {
  readonly #client: MongoClient;
  readonly #boards: Collection<BoardDoc>;
  readonly #elements: Collection<ElementDoc>;
  readonly #limits: BoardLimits;
  /** Of this process; those of other processes are kept apart by MongoDB itself. */
  readonly #turns = new KeyedQueue<ClassId>();
  readonly #waiting = new Map<ClassId, Waiting[]>();

  constructor(client: MongoClient, boards: Collection<BoardDoc>, elements: Collection<ElementDoc>, limits: BoardLimits) {
    this.#client = client;
    this.#boards = boards;
    this.#elements = elements;
    this.#limits = limits;
  }

  async find(classId: ClassId): Promise<BoardRecord> {
    return recordOf(await this.#boards.findOne({ _id: classId }));
  }

  async lastSeqs(classIds: readonly ClassId[]): Promise<ReadonlyMap<ClassId, Seq>> {
    const docs = await this.#boards.find({ _id: { $in: [...classIds] } }, { projection: { seq: 1 } }).toArray();
    return new Map(docs.map(({ _id, seq }) => [_id, seq]));
  }

  draw(order: DrawOrder): Promise<{ from: Seq; seq: Seq }> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(order.classId) ?? [];
      this.#waiting.set(order.classId, waiting);
      waiting.push({ order, resolve, reject });
      // Each comes with a turn of its own; those that find nothing left to write were written by an earlier one.
      void this.#turns.run(order.classId, () => this.#drawWaiting(order.classId));
    });
  }

  change(classId: ClassId, step: (board: BoardRecord) => BoardRecord): Promise<BoardRecord | null> {
    return this.#turns.run(classId, () =>
      this.#transaction(async (tx) => {
        const before = recordOf(await this.#boards.findOne({ _id: classId }, { session: tx }));
        const stepped = step(before);
        if (stepped === before) return null;
        const next = await this.#followClearings(tx, classId, before, stepped);
        for (const { id: pageId } of before.pages)
          if (!next.pages.some(({ id }) => id === pageId)) await this.#elements.deleteMany({ classId, pageId }, { session: tx });
        await this.#write(tx, classId, next);
        return next;
      }),
    );
  }

  async read(classId: ClassId, { pageId, after, isWhole }: Parameters<Boards['read']>[1]): Promise<PageReading> {
    const board = await this.find(classId);
    const page = pageOf(board, pageId);
    if (!isWhole && after < page.forgottenAt) return { board, elements: [], isForgotten: true, more: true };
    const seq = { $gt: Math.max(after, page.clearedAt) };
    const found = this.#elements.find({ classId, pageId, seq, ...(isWhole && { chars: { $gt: 0 } }) }).sort({ seq: 1 });
    const read: PageReading['elements'][number][] = [];
    let chars = 0;
    for await (const { _id, seq: number, chars: its, element } of found) {
      if (chars > 0 && chars + its > this.#limits.boardReadChars) return { board, elements: read, isForgotten: false, more: true };
      chars += its;
      read.push({ seq: number, id: _id.slice(_id.lastIndexOf('/') + 1), element });
    }
    return { board, elements: read, isForgotten: false, more: false };
  }

  async #drawWaiting(classId: ClassId): Promise<void> {
    const group = this.#waiting.get(classId)?.splice(0, MOST_AT_ONCE) ?? [];
    if (this.#waiting.get(classId)?.length === 0) this.#waiting.delete(classId);
    if (group.length === 0) return;
    try {
      const outcomes = await this.#transaction((tx) =>
        this.#drawGroup(
          tx,
          classId,
          group.map(({ order }) => order),
        ),
      );
      for (const [index, outcome] of outcomes.entries())
        if ('done' in outcome) group[index]?.resolve(outcome.done);
        else group[index]?.reject(outcome.error);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  /** Each is written or refused for itself; what was written is numbered in their order. */
  async #drawGroup(tx: ClientSession, classId: ClassId, orders: readonly DrawOrder[]): Promise<Outcome[]> {
    let board = recordOf(await this.#boards.findOne({ _id: classId }, { session: tx }));
    const before = board;
    const pages = await this.#known(tx, orders);
    const writes = new Map<ElementKey, ElementDoc>();
    const outcomes = orders.map((order): Outcome => {
      try {
        const result = drawn(board, pages.get(order.pageId) ?? new Map(), order, this.#limits);
        board = result.board;
        pages.set(order.pageId, result.known);
        for (const doc of docsOf(order, result)) writes.set(doc._id, doc);
        return { done: { from: result.from, seq: board.seq } };
      } catch (error) {
        return { error };
      }
    });
    if (board === before) return outcomes;
    if (writes.size > 0) await this.#elements.bulkWrite([...writes.values()].map(replacing), { session: tx });
    await this.#write(tx, classId, await this.#forgetMany(tx, classId, board));
    return outcomes;
  }

  async #known(tx: ClientSession, orders: readonly DrawOrder[]): Promise<Map<PageId, ReadonlyMap<ElementId, StoredElement>>> {
    const keys = orders.flatMap(({ classId, pageId, elements, removed }) =>
      [...elements.map(({ id }) => id), ...removed].map((id) => keyOf(classId, pageId, id)),
    );
    const docs = await this.#elements.find({ _id: { $in: keys } }, { session: tx, projection: { pageId: 1, seq: 1, chars: 1 } }).toArray();
    const pages = new Map<PageId, Map<ElementId, StoredElement>>();
    for (const { _id, pageId, seq, chars } of docs) {
      const page = pages.get(pageId) ?? new Map<ElementId, StoredElement>();
      pages.set(pageId, page.set(_id.slice(_id.lastIndexOf('/') + 1), { seq, chars }));
    }
    return new Map(pages);
  }

  /** A page that is drawn on and wiped for ever does not grow for ever. */
  async #forgetMany(tx: ClientSession, classId: ClassId, board: BoardRecord): Promise<BoardRecord> {
    let next = board;
    for (const { id: pageId, removed } of board.pages) {
      if (removed <= this.#limits.boardElementsPerPage) continue;
      await this.#elements.deleteMany({ classId, pageId, chars: 0 }, { session: tx });
      next = forgotten(next, pageId);
    }
    return next;
  }

  /** A clearing makes the one before it final; one that was taken back brings its elements, which are counted. */
  async #followClearings(tx: ClientSession, classId: ClassId, before: BoardRecord, after: BoardRecord): Promise<BoardRecord> {
    let next = after;
    for (const page of after.pages) {
      const was = before.pages.find(({ id }) => id === page.id)?.clearedAt ?? 0;
      if (page.clearedAt > was) await this.#elements.deleteMany({ classId, pageId: page.id, seq: { $lte: was } }, { session: tx });
      if (page.clearedAt < was) next = counted(next, page.id, await this.#count(tx, classId, page));
    }
    return next;
  }

  async #count(tx: ClientSession, classId: ClassId, { id, clearedAt }: BoardPageRecord): Promise<PageCounts> {
    const isThere = { $gt: ['$chars', 0] };
    const [found] = await this.#elements
      .aggregate<PageCounts>(
        [
          { $match: { classId, pageId: id, seq: { $gt: clearedAt } } },
          {
            $group: {
              _id: null,
              elements: { $sum: { $cond: [isThere, 1, 0] } },
              chars: { $sum: '$chars' },
              removed: { $sum: { $cond: [isThere, 0, 1] } },
            },
          },
          { $project: { _id: 0 } },
        ],
        { session: tx },
      )
      .toArray();
    return found ?? { elements: 0, chars: 0, removed: 0 };
  }

  async #write(tx: ClientSession, classId: ClassId, board: BoardRecord): Promise<void> {
    await this.#boards.updateOne({ _id: classId }, { $set: { ...board } }, { upsert: true, session: tx });
  }

  #transaction<T>(work: (tx: ClientSession) => Promise<T>): Promise<T> {
    return this.#client.withSession((tx) =>
      tx.withTransaction(() => work(tx), { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } }),
    );
  }
}

const docsOf = ({ classId, pageId, by }: DrawOrder, { written }: Drawn): ElementDoc[] =>
  written.map(({ seq, id, element }) => ({
    _id: keyOf(classId, pageId, id),
    classId,
    pageId,
    seq,
    chars: element ? elementSize(element) : 0,
    element,
    by,
  }));

const replacing = (doc: ElementDoc): AnyBulkWriteOperation<ElementDoc> => ({
  replaceOne: { filter: { _id: doc._id }, replacement: doc, upsert: true },
});
