import type { Db } from 'mongodb';

interface Row {
  readonly _id: string;
  readonly [field: string]: unknown;
}

/** The fields of a message in which a person stands. */
const PLACES = ['from.personId', 'to.personId', 'mentions.personId', 'reactions.personId', 'deleted.by'] as const;

/** Erasing asks for a person over all classes, which nothing else does. */
export async function createChatErasure(db: Db): Promise<void> {
  const place = (name: string) => db.collection<Row>(name);
  const partial = (field: string) => ({ partialFilterExpression: { [field]: { $exists: true } } });
  const inEvents = [
    'event.message.from.personId',
    'event.message.to.personId',
    'event.message.mentions.personId',
    'event.mentions.personId',
  ];
  await Promise.all([
    ...PLACES.map((field) => place('messages').createIndex({ [field]: 1 }, { name: `anywhere_${field}` })),
    ...inEvents.map((field) => place('events').createIndex({ [field]: 1 }, { name: `anywhere_${field}`, ...partial(field) })),
    place('events').createIndex({ 'event.person.personId': 1 }, { name: 'muted_anywhere', ...partial('event.person.personId') }),
    place('chatmutes').createIndex({ personId: 1 }, { name: 'anywhere' }),
  ]);
}

/**
 * What the people wrote goes, also out of the events that brought it; where others wrote to them, called them or were deleted by
 * them, their name goes. What others wrote stays theirs.
 */
export async function eraseFromChat(db: Db, people: readonly string[]): Promise<void> {
  const ids = [...people];
  const messages = db.collection<Row>('messages');
  const events = db.collection<Row>('events');
  const mine = { 'from.personId': { $in: ids } };
  const written = await messages.find(mine, { projection: { _id: 1 } }).toArray();
  const removed = await messages.find({ 'deleted.by': { $in: ids } }, { projection: { _id: 1 } }).toArray();
  const [about, aboutRemoved] = [written, removed].map((found) => ({ $in: found.map(({ _id }) => _id) }));
  const own = { arrayFilters: [{ 'own.personId': { $in: ids } }] };
  const gone = {
    'event.message.text': '',
    'event.message.mentions': [],
    'event.message.from.name': '',
    'event.message.deleted': { at: 0, name: '', role: 'student' },
  };
  await Promise.all([
    events.updateMany({ 'event.message.from.personId': { $in: ids } }, { $set: gone, $unset: { 'event.message.file': 1 } }),
    events.updateMany({ 'event.messageId': about, 'event.type': 'chat.edited' }, { $set: { 'event.text': '', 'event.mentions': [] } }),
    events.updateMany({ 'event.message.to.personId': { $in: ids } }, { $set: { 'event.message.to.name': '' } }),
    events.updateMany({ 'event.message.mentions.personId': { $in: ids } }, { $set: { 'event.message.mentions.$[own].name': '' } }, own),
    events.updateMany({ 'event.mentions.personId': { $in: ids } }, { $set: { 'event.mentions.$[own].name': '' } }, own),
    events.updateMany({ 'event.person.personId': { $in: ids } }, { $set: { 'event.person.name': '' } }),
    events.updateMany({ 'event.messageId': aboutRemoved, 'event.type': 'chat.deleted' }, { $set: { 'event.deleted.name': '' } }),
    events.updateMany({ 'event.message.id': aboutRemoved }, { $set: { 'event.message.deleted.name': '' } }),
    messages.updateMany({ 'to.personId': { $in: ids } }, { $set: { 'to.name': '' } }),
    messages.updateMany({ 'mentions.personId': { $in: ids } }, { $set: { 'mentions.$[own].name': '' } }, own),
    messages.updateMany({ 'reactions.personId': { $in: ids } }, { $pull: { reactions: { personId: { $in: ids } } } as never }),
    messages.updateMany({ 'deleted.by': { $in: ids } }, { $set: { 'deleted.name': '' } }),
    db.collection<Row>('chatmutes').deleteMany({ personId: { $in: ids } }),
  ]);
  // Last, because the changes of a message are found through it.
  await messages.deleteMany(mine);
}
