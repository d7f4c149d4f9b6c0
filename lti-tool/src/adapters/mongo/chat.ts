import {
  type ChatMute,
  type ChatSettings,
  type ClassId,
  type DurableEvent,
  type MessageId,
  type PersonId,
  Refusal,
} from '@liveclass/contract';
import type { ClientSession, Collection, Filter } from 'mongodb';
import type mongoose from 'mongoose';
import { FIRST_CHAT_SETTINGS, type MessageRecord } from '../../domain/chat.ts';
import { numbered } from '../../domain/events.ts';
import type { ChatChange, Chats } from '../../ports/chat.ts';
import type { ClassTransactions } from './class-transactions.ts';
import { classroomCollections, databaseOf, type EventDoc, type RoomDoc, type SessionDoc } from './classroom-collections.ts';
import { type FileDoc, recordOf as fileOf } from './files.ts';
import { homeOf, liveSessionsOf } from './rooms-of-class.ts';

/** Stands for everybody of the class among the readers of a message. */
const EVERYBODY = '*';

interface MessageDoc extends Omit<MessageRecord, 'id'> {
  readonly _id: MessageId;
  /** Everybody, or the two people of a private message. */
  readonly readers: readonly string[];
}

interface MuteDoc extends ChatMute {
  readonly _id: `${ClassId}/${PersonId}`;
  readonly classId: ClassId;
}

interface ChatSettingsDoc extends Partial<ChatSettings> {
  readonly _id: ClassId;
}

interface ChatCollections {
  readonly messages: Collection<MessageDoc>;
  readonly mutes: Collection<MuteDoc>;
  readonly settings: Collection<ChatSettingsDoc>;
  readonly files: Collection<FileDoc>;
  readonly events: Collection<EventDoc>;
  readonly rooms: Collection<RoomDoc>;
  readonly sessions: Collection<SessionDoc>;
}

function chatCollections(connection: mongoose.Connection): ChatCollections {
  const db = databaseOf(connection);
  const { events, rooms, sessions } = classroomCollections(connection);
  return {
    messages: db.collection('messages'),
    mutes: db.collection('chatmutes'),
    settings: db.collection('chatsettings'),
    files: db.collection('files'),
    ...{ events, rooms, sessions },
  };
}

async function createIndexes({ messages, mutes, events }: ChatCollections): Promise<void> {
  await Promise.all([
    messages.createIndexes([
      { key: { classId: 1, readers: 1, seq: -1 }, name: 'as_read' },
      { key: { classId: 1, 'from.personId': 1, seq: -1 }, name: 'of_sender' },
    ]),
    mutes.createIndexes([{ key: { classId: 1 }, name: 'of_class' }]),
    // For taking the text of a deleted message out of what brought it.
    events.createIndexes([
      {
        key: { 'event.message.id': 1 },
        name: 'of_message',
        partialFilterExpression: { 'event.message.id': { $exists: true } },
      },
      { key: { 'event.messageId': 1 }, name: 'about_message', partialFilterExpression: { 'event.messageId': { $exists: true } } },
    ]),
  ]);
}

const messageOf = ({ _id, readers: _, ...rest }: MessageDoc): MessageRecord => ({ id: _id, ...rest });
const muteKey = (classId: ClassId, personId: PersonId): MuteDoc['_id'] => `${classId}/${personId}`;
const asRead = (classId: ClassId, reader: PersonId): Filter<MessageDoc> => ({ classId, readers: { $in: [EVERYBODY, reader] } });

function settingsOf(doc: ChatSettingsDoc | null): ChatSettings {
  const { studentsWrite, privately, slowSeconds } = { ...FIRST_CHAT_SETTINGS, ...doc };
  return { studentsWrite, privately, slowSeconds };
}

type Order = Pick<ChatChange, 'settings' | 'isMuted' | 'countMutes' | 'numberElsewhere' | 'mute' | 'set'>;

/** What holds for the whole class, whichever of its rooms this change is made in. */
async function orderIn(of: ChatCollections, transactions: ClassTransactions, classId: ClassId, tx: ClientSession): Promise<Order> {
  const home = await homeOf(of, classId, tx);
  const { mutes, settings } = of;
  const session = { session: tx };
  return {
    settings: async () => settingsOf(await settings.findOne({ _id: home }, session)),
    isMuted: async (personId) => (await mutes.findOne({ _id: muteKey(home, personId) }, session)) !== null,
    countMutes: () => mutes.countDocuments({ classId: home }, session),
    async numberElsewhere(event, at, audience) {
      const told: { roomId: ClassId; event: DurableEvent }[] = [];
      for (const { classId: roomId } of await liveSessionsOf(of, home, tx))
        if (roomId !== classId) told.push({ roomId, event: await transactions.number(tx, roomId, event, at, undefined, audience) });
      return told;
    },
    async mute(person, isMuted) {
      const _id = muteKey(home, person.personId);
      if (isMuted) await mutes.replaceOne({ _id }, { classId: home, ...person }, { ...session, upsert: true });
      else await mutes.deleteOne({ _id }, session);
    },
    async set(all) {
      await settings.replaceOne({ _id: home }, all, { ...session, upsert: true });
    },
  };
}

/** The files that messages carry: they are the class's, whichever room it is written in. */
function filesIn(of: ChatCollections, classId: ClassId, tx: ClientSession): Pick<ChatChange, 'file' | 'keepFile' | 'dropFile'> {
  const { files } = of;
  const session = { session: tx };
  return {
    async file(fileId) {
      const found = await files.findOne({ _id: fileId, classId: await homeOf(of, classId, tx) }, session);
      return found && fileOf(found);
    },
    async keepFile({ id: fileId, place }, id) {
      if (place !== 'chat') return;
      const free = { _id: fileId, state: 'ready' as const, sharedIn: { $exists: false } };
      const { matchedCount } = await files.updateOne(free, { $set: { sharedIn: id } }, session);
      if (matchedCount === 0) throw new Refusal('not-found', 'a file that is in a message or gone');
    },
    async dropFile(fileId) {
      await files.updateOne({ _id: fileId, place: 'chat' }, { $set: { state: 'erasing', name: '' } }, session);
    },
  };
}

/** Everything in it belongs to the one transaction. Each change numbers an event, so that two of a class never pass each other. */
async function changeIn(of: ChatCollections, transactions: ClassTransactions, classId: ClassId, tx: ClientSession): Promise<ChatChange> {
  const { messages, events } = of;
  const session = { session: tx };
  return {
    ...(await orderIn(of, transactions, classId, tx)),
    ...filesIn(of, classId, tx),
    async sentBefore({ personId, sendId, wish }) {
      const before = await events.findOne({ classId, 'by.personId': personId, 'by.sendId': sendId }, session);
      if (before?.by && before.by.wish !== wish) throw new Refusal('bad-request', { wish, was: before.by.wish });
      return before ? numbered(before.event, before.seq, before.at) : undefined;
    },
    async lastAt(personId) {
      const last = await messages.findOne({ classId, 'from.personId': personId }, { ...session, sort: { seq: -1 } });
      return last?.at ?? null;
    },
    async find(id) {
      const found = await messages.findOne({ _id: id, classId }, session);
      return found && messageOf(found);
    },
    number: (event, at, by, audience) => transactions.number(tx, classId, event, at, by, audience),
    async add({ id, ...rest }) {
      const readers = rest.to ? [rest.from.personId, rest.to.personId] : [EVERYBODY];
      await messages.insertOne({ _id: id, ...rest, readers }, session);
    },
    async alter(id, parts) {
      await messages.updateOne({ _id: id, classId }, { $set: parts }, session);
    },
    async rewrite(id, { text, mentions, editedAt, deleted }) {
      const trace = deleted && { at: deleted.at, name: deleted.name, role: deleted.role };
      const posted = {
        'event.message.text': text,
        'event.message.mentions': mentions,
        'event.message.editedAt': editedAt,
        'event.message.deleted': trace,
      };
      const now = { $set: posted, ...(deleted && { $unset: { 'event.message.file': 1 as const } }) };
      await events.updateMany({ 'event.message.id': id, classId }, now, session);
      const edited = { 'event.messageId': id, 'event.type': 'chat.edited', classId } as const;
      await events.updateMany(edited, { $set: { 'event.text': text, 'event.mentions': mentions } }, session);
    },
  };
}

/** Indexes are there before it answers. */
export async function openChats(connection: mongoose.Connection, transactions: ClassTransactions): Promise<Chats> {
  const of = chatCollections(connection);
  await createIndexes(of);
  const { messages, mutes, settings, files } = of;
  return {
    change: (classId, work) => transactions.run(classId, async (tx) => work(await changeIn(of, transactions, classId, tx))),
    settings: async (classId) => settingsOf(await settings.findOne({ _id: await homeOf(of, classId) })),
    isMuted: async (classId, personId) => (await mutes.findOne({ _id: muteKey(await homeOf(of, classId), personId) })) !== null,
    async mutes(classId) {
      const found = await mutes.find({ classId: await homeOf(of, classId) }).toArray();
      return found.map(({ personId, seatId, name }) => ({ personId, seatId, name }));
    },
    async newest(classId, reader, limit, before) {
      const filter = { ...asRead(classId, reader), ...(before !== undefined && { seq: { $lt: before } }) };
      return (await messages.find(filter).sort({ seq: -1 }).limit(limit).toArray()).map(messageOf);
    },
    async some(classId, reader, ids) {
      if (ids.length === 0) return [];
      return (await messages.find({ _id: { $in: [...ids] }, ...asRead(classId, reader) }).toArray()).map(messageOf);
    },
    async find(id) {
      const found = await messages.findOne({ _id: id });
      return found && messageOf(found);
    },
    async goneFiles(classId, ids) {
      if (ids.length === 0) return new Set();
      const there = { _id: { $in: [...ids] }, classId: await homeOf(of, classId), state: 'ready' as const, hidden: false };
      const found = new Set((await files.find(there, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id));
      return new Set(ids.filter((id) => !found.has(id)));
    },
    async *all(classId, reader) {
      for await (const doc of messages.find(asRead(classId, reader)).sort({ seq: 1 })) yield messageOf(doc);
    },
  };
}
