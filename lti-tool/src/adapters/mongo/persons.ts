import { PersonId } from '@liveclass/contract';
import { type Connection, Schema } from 'mongoose';
import type { Person } from '../../domain/identity.ts';
import type { Ids, Persons } from '../../ports/identity.ts';
import { upsertOnce } from './launch-unique.ts';

type PersonDocument = Omit<Person, 'id'> & { readonly _id: string };

const schema = new Schema<PersonDocument>(
  { _id: String, issuer: { type: String, required: true }, sub: { type: String, required: true }, name: String, locale: String },
  { versionKey: false },
).index({ issuer: 1, sub: 1 }, { unique: true });

const personOf = ({ _id, issuer, sub, name, locale }: PersonDocument): Person => ({
  id: PersonId.parse(_id),
  issuer,
  sub,
  name,
  ...(locale === undefined ? {} : { locale }),
});

/** People by (issuer, sub); the name and language of the last launch stand. */
export async function openPersons(connection: Connection, ids: Ids): Promise<Persons> {
  const model = connection.model<PersonDocument>('Person', schema, 'persons');
  await model.createIndexes();
  return {
    async upsert({ issuer, sub, name, locale }) {
      const found = await upsertOnce(() =>
        model
          .findOneAndUpdate(
            { issuer, sub },
            {
              $set: locale === undefined ? { name } : { name, locale },
              ...(locale === undefined ? { $unset: { locale: 1 } } : {}),
              $setOnInsert: { _id: ids.id() },
            },
            { upsert: true, returnDocument: 'after' },
          )
          .lean<PersonDocument>()
          .orFail(),
      );
      return personOf(found);
    },
    async find(id) {
      const found = await model.findById(id).lean<PersonDocument>();
      return found && personOf(found);
    },
  };
}
