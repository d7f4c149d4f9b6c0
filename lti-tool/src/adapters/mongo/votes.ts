import { createHmac } from 'node:crypto';
import { KeyedQueue, type PersonId, type PollAnswer, type PollId, Refusal } from '@liveclass/contract';
import type { ClientSession, MongoClient } from 'mongodb';
import type mongoose from 'mongoose';
import { type Ballot, type BallotOutcome, countBallots, type PollRecord, type Tally, wasRight } from '../../domain/poll.ts';
import type { NamedVote, Vote, Votes } from '../../ports/polls.ts';
import type { PollCollections, VoteDoc } from './poll-collections.ts';

/** Answers that wait for the question are written together, so many at once. */
const BATCH = 200;
const NAMED = 2_000;
const MINE = 1_000;

interface Waiting {
  readonly vote: Vote;
  readonly settle: (outcome: BallotOutcome) => void;
  readonly fail: (error: unknown) => void;
}

export interface VoteDeps {
  readonly connection: mongoose.Connection;
  readonly of: PollCollections;
  /** Without it nobody can make the marks of an anonymous question from its salt, not even from a copy of the database. */
  readonly secret: string;
}

const voteId = (pollId: PollId, personId: PersonId): VoteDoc['_id'] => `${pollId}/${personId}`;

const namedVote = ({ pollId, personId, name, answer, isRight }: VoteDoc): NamedVote => ({ pollId, personId, name, answer, isRight });

/** Answers in words, in the order of the alphabet: it says nothing of who came first. */
export async function textsOf({ boxes, votes }: PollCollections, poll: PollRecord, session?: ClientSession): Promise<readonly string[]> {
  if (poll.question.kind !== 'text') return [];
  const options = session ? { session } : {};
  if (poll.isAnonymous) return (await boxes.findOne({ _id: poll.id }, options))?.texts ?? [];
  const docs = await votes.find({ pollId: poll.id }, { ...options, projection: { answer: 1 } }).toArray();
  return docs.map(({ answer }) => ('text' in answer ? answer.text : '')).sort();
}

export function mongoVotes({ connection, of, secret }: VoteDeps): Votes {
  const { votes, marks, boxes } = of;
  const box = new BallotBox(connection.getClient() as unknown as MongoClient, of, secret);
  return {
    cast: (poll, vote) => box.cast(poll, vote),

    async mine(poll, personId) {
      if (!poll.isAnonymous) {
        const vote = await votes.findOne({ _id: voteId(poll.id, personId) });
        return vote && { answer: vote.answer };
      }
      const salt = (await boxes.findOne({ _id: poll.id }, { projection: { salt: 1 } }))?.salt;
      if (!salt) return null;
      return (await marks.findOne({ _id: markOf(secret, salt, poll.id, personId) })) && { answer: null };
    },

    texts: (poll) => textsOf(of, poll),

    async named(poll) {
      return (await votes.find({ pollId: poll.id }).sort({ name: 1 }).limit(NAMED).toArray()).map(namedVote);
    },

    async ofPerson(classId, personId) {
      return (await votes.find({ classId, personId }).limit(MINE).toArray()).map(namedVote);
    },

    async scores(classId, polls) {
      const rows = await votes
        .aggregate<{ _id: PersonId; name: string; answered: number; right: number }>([
          { $match: { classId, pollId: { $in: [...polls] } } },
          { $group: { _id: '$personId', name: { $last: '$name' }, answered: { $sum: 1 }, right: { $sum: { $cond: ['$isRight', 1, 0] } } } },
        ])
        .toArray();
      return rows.map(({ _id, ...rest }) => ({ personId: _id, ...rest }));
    },
  };
}

/** Says that this person answered this question to whoever knows person, salt and secret; to everybody else nothing. */
function markOf(secret: string, salt: string, pollId: PollId, personId: PersonId): string {
  return `${pollId}/${createHmac('sha256', `${secret}/${salt}`).update(personId).digest('base64url')}`;
}

/**
 * Counts answers. Those that come while a batch is written wait for the next one: a whole class that answers at once takes a
 * few transactions, not one for each person. Each begins by raising the question's turn, so that tools take turns too.
 */
class BallotBox {
  readonly #client: MongoClient;
  readonly #of: PollCollections;
  readonly #secret: string;
  readonly #turns = new KeyedQueue<PollId>();
  readonly #waiting = new Map<PollId, Waiting[]>();

  constructor(client: MongoClient, of: PollCollections, secret: string) {
    this.#client = client;
    this.#of = of;
    this.#secret = secret;
  }

  cast(poll: PollRecord, vote: Vote): Promise<BallotOutcome> {
    return new Promise((settle, fail) => {
      const waiting = this.#waiting.get(poll.id) ?? [];
      this.#waiting.set(poll.id, [...waiting, { vote, settle, fail }]);
      void this.#turns.run(poll.id, () => this.#empty(poll));
    });
  }

  async #empty(poll: PollRecord): Promise<void> {
    const waiting = this.#waiting.get(poll.id) ?? [];
    const batch = waiting.slice(0, BATCH);
    if (waiting.length > BATCH) this.#waiting.set(poll.id, waiting.slice(BATCH));
    else this.#waiting.delete(poll.id);
    if (batch.length === 0) return;
    try {
      const outcomes = await this.#write(
        poll,
        batch.map(({ vote }) => vote),
      );
      for (const [index, { settle }] of batch.entries()) settle(outcomes[index] ?? 'before');
    } catch (error) {
      for (const { fail } of batch) fail(error);
    }
  }

  #write(poll: PollRecord, votes: readonly Vote[]): Promise<readonly BallotOutcome[]> {
    return this.#client.withSession((tx) =>
      tx.withTransaction(
        async () => {
          const now = await this.#of.polls.findOneAndUpdate(
            { _id: poll.id, phase: 'open' },
            { $inc: { turn: 1 } },
            { returnDocument: 'after', session: tx },
          );
          if (!now) throw new Refusal('wrong-phase', { pollId: poll.id });
          return poll.isAnonymous ? this.#countSecret(tx, { ...poll, ...now }, votes) : this.#countNamed(tx, { ...poll, ...now }, votes);
        },
        { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } },
      ),
    );
  }

  async #countNamed(tx: ClientSession, poll: PollRecord, votes: readonly Vote[]): Promise<readonly BallotOutcome[]> {
    const people = new Map(votes.map(({ voter }) => [voter.personId, voter]));
    const ids = [...people.keys()].map((personId) => voteId(poll.id, personId));
    const before = await this.#of.votes.find({ _id: { $in: ids } }, { session: tx }).toArray();
    const earlier = new Map<PersonId, PollAnswer>(before.map(({ personId, answer }) => [personId, answer]));
    const tally = countBallots(
      poll,
      earlier,
      votes.map(({ voter, answer }): Ballot<PersonId> => ({ voter: voter.personId, answer })),
    );
    const writes = [...tally.standing].map(([personId, answer]) => {
      const { classId, id: pollId, question } = poll;
      const fields = { pollId, classId, personId, name: people.get(personId)?.name ?? '', answer, isRight: wasRight(question, answer) };
      return { updateOne: { filter: { _id: voteId(pollId, personId) }, update: { $set: fields }, upsert: true } };
    });
    if (writes.length > 0) await this.#of.votes.bulkWrite(writes, { session: tx });
    await this.#add(tx, poll.id, tally);
    return tally.outcomes;
  }

  /** Marks and answers are written apart: neither holds a time, a place or an order that would join them again. */
  async #countSecret(tx: ClientSession, poll: PollRecord, votes: readonly Vote[]): Promise<readonly BallotOutcome[]> {
    const salt = (await this.#of.boxes.findOne({ _id: poll.id }, { projection: { salt: 1 }, session: tx }))?.salt;
    if (!salt) throw new Refusal('wrong-phase', { pollId: poll.id });
    const ballots = votes.map(({ voter, answer }): Ballot => ({ voter: markOf(this.#secret, salt, poll.id, voter.personId), answer }));
    const before = await this.#of.marks.find({ _id: { $in: ballots.map(({ voter }) => voter) } }, { session: tx }).toArray();
    const tally = countBallots(poll, new Map(before.map(({ _id }) => [_id, null])), ballots);
    const marks = [...tally.standing.keys()].sort().map((_id) => ({ _id, pollId: poll.id }));
    if (marks.length > 0) await this.#of.marks.insertMany(marks, { session: tx });
    const texts = tally.fresh.flatMap((answer) => ('text' in answer ? [answer.text] : []));
    if (texts.length > 0)
      await this.#of.boxes.updateOne({ _id: poll.id }, { $push: { texts: { $each: texts, $sort: 1 } } }, { session: tx });
    await this.#add(tx, poll.id, tally);
    return tally.outcomes;
  }

  async #add(tx: ClientSession, pollId: PollId, { voters, counts }: Tally): Promise<void> {
    const places = counts.flatMap((by, place) => (by === 0 ? [] : [[`counts.${place}`, by]]));
    if (voters === 0 && places.length === 0) return;
    await this.#of.polls.updateOne({ _id: pollId }, { $inc: { voters, ...Object.fromEntries(places) } }, { session: tx });
  }
}
