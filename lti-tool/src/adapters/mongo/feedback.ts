import { type ClassId, type FeedbackSubject, type PersonId, SessionId } from '@liveclass/contract';
import type { Collection } from 'mongodb';
import type { Answers, FeedbackRecord, Feedbacks, SessionGuests } from '../../ports/feedback.ts';
import { databaseOf, type SeatDoc } from './classroom-collections.ts';
import type { Connection } from './connection.ts';
import { upsertOnce } from './launch-unique.ts';

/** Who said it is kept so that they are asked once and may change it; no reader of the report is told. */
interface FeedbackDoc extends FeedbackRecord {
  readonly classId: ClassId;
  readonly kind: FeedbackSubject['kind'];
  readonly subjectId: string;
  readonly personId: PersonId;
  /** When it was first given: its place among the answers. */
  readonly at?: number;
}

interface Collections {
  readonly feedback: Collection<FeedbackDoc>;
  readonly seats: Collection<SeatDoc>;
}

const collectionsOf = (connection: Connection): Collections => {
  const db = databaseOf(connection);
  return { feedback: db.collection('feedback'), seats: db.collection('seats') };
};

export async function createFeedbackIndexes(connection: Connection): Promise<void> {
  const { feedback, seats } = collectionsOf(connection);
  await Promise.all([
    feedback.createIndexes([
      { key: { subjectId: 1, personId: 1 }, name: 'one_feedback_per_person', unique: true },
      { key: { classId: 1, kind: 1, subjectId: 1, at: 1 }, name: 'report', partialFilterExpression: { at: { $exists: true } } },
    ]),
    seats.createIndex({ classId: 1, personId: 1, joinedAt: -1 }, { name: 'last_of_person' }),
  ]);
}

export function mongoFeedbacks(connection: Connection): Feedbacks {
  const { feedback } = collectionsOf(connection);
  return {
    async find({ id }, personId) {
      const doc = await feedback.findOne({ subjectId: id, personId });
      return doc && { stars: doc.stars, text: doc.text };
    },

    async put({ classId, subject, personId, body, at }) {
      // A pipeline, so that whoever skipped first gets their place among the answers now, and who answered keeps theirs.
      const change = {
        classId,
        kind: subject.kind,
        stars: body.stars,
        text: { $literal: body.text },
        at: { $ifNull: ['$at', at] },
      };
      await upsertOnce(() => feedback.updateOne({ subjectId: subject.id, personId }, [{ $set: change }], { upsert: true }));
    },

    async skip(classId, subject, personId) {
      const first = { classId, kind: subject.kind, stars: null, text: '' };
      await upsertOnce(() => feedback.updateOne({ subjectId: subject.id, personId }, { $setOnInsert: first }, { upsert: true }));
    },

    async answers(classId, kind, ids) {
      const about = { classId, kind, subjectId: { $in: [...ids] }, at: { $exists: true } };
      const found = await feedback
        .aggregate<{ _id: Answers['id']; stars: number[] }>([
          { $match: about },
          { $sort: { classId: 1, kind: 1, subjectId: 1, at: 1 } },
          { $group: { _id: '$subjectId', stars: { $push: '$stars' } } },
        ])
        .toArray();
      return found.map(({ _id, stars }) => ({ id: _id, stars }));
    },

    async texts(classId, subject, first) {
      const about = { classId, kind: subject.kind, subjectId: subject.id, at: { $exists: true } };
      const docs = first === 0 ? [] : await feedback.find(about).sort({ at: 1 }).limit(first).toArray();
      return docs
        .flatMap(({ stars, text }) => (stars === null || text === '' ? [] : [{ stars, text }]))
        .sort((one, other) => other.stars - one.stars || one.text.localeCompare(other.text));
    },
  };
}

export function mongoSessionGuests(connection: Connection): SessionGuests {
  const { seats } = collectionsOf(connection);
  return {
    async lastOf(roomIds, personId) {
      const [last] = await seats
        .find({ classId: { $in: [...roomIds] }, personId })
        .sort({ joinedAt: -1 })
        .limit(1)
        .toArray();
      return last ? SessionId.parse(last.sessionId) : null;
    },
    async was(sessionId, personId) {
      return (await seats.findOne({ sessionId, personId }, { projection: { _id: 1 } })) !== null;
    },
    async students(sessions) {
      const found = await seats
        .aggregate<{ _id: SessionId; count: number }>([
          { $match: { sessionId: { $in: [...sessions] }, role: 'student' } },
          { $group: { _id: '$sessionId', count: { $sum: 1 } } },
        ])
        .toArray();
      return new Map(found.map(({ _id, count }) => [_id, count]));
    },
  };
}
