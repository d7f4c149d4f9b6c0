import type { ClassId, DurableEvent } from '@liveclass/contract';
import { KeyedQueue } from '@liveclass/contract';
import type { ClientSession, MongoClient } from 'mongodb';
import type mongoose from 'mongoose';
import { type Audience, type NewEvent, numbered, type Sender } from '../../domain/events.ts';
import type { ClassroomCollections } from './classroom-collections.ts';

/**
 * Changes of one class, all or nothing. Those of this process take turns, because transactions on the same class would only make
 * each other repeat; those of other processes are kept apart by MongoDB itself.
 */
export class ClassTransactions {
  readonly #client: MongoClient;
  readonly #of: ClassroomCollections;
  readonly #turns = new KeyedQueue<ClassId>();

  constructor(connection: mongoose.Connection, of: ClassroomCollections) {
    this.#client = connection.getClient() as unknown as MongoClient;
    this.#of = of;
  }

  run<T>(classId: ClassId, work: (tx: ClientSession) => Promise<T>): Promise<T> {
    return this.#turns.run(classId, () =>
      this.#client.withSession((tx) =>
        tx.withTransaction(() => work(tx), { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } }),
      ),
    );
  }

  /**
   * Gives the event the class's next number. Within a transaction only: an aborted one gives its number back. The same audience
   * goes with the fact that is published.
   */
  async number(tx: ClientSession, classId: ClassId, event: NewEvent, at: number, by?: Sender, audience?: Audience): Promise<DurableEvent> {
    const counter = await this.#of.counters.findOneAndUpdate(
      { _id: classId },
      { $inc: { seq: 1 } },
      { upsert: true, returnDocument: 'after', session: tx },
    );
    if (!counter) throw new Error('an upsert answered nothing');
    const doc = { classId, seq: counter.seq, at, event, ...(by && { by: { ...by } }), ...(audience && { audience }) };
    await this.#of.events.insertOne(doc, { session: tx });
    return numbered(event, counter.seq, at);
  }
}
