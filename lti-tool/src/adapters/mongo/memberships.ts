import { ClassId, Role } from '@liveclass/contract';
import { type Connection, Schema } from 'mongoose';
import { folded } from '../../domain/roster.ts';
import type { Memberships } from '../../ports/identity.ts';
import { isDuplicate } from './launch-unique.ts';

interface MembershipDocument {
  readonly classId: string;
  readonly personId: string;
  readonly role: string;
  /** Absent for those who never launched. */
  readonly lastLaunchAt?: Date;
  /** What the course's list said of them last; absent until one names them. */
  readonly listedRole?: string;
  readonly name?: string;
  /** The name as it is searched and sorted. */
  readonly folded?: string;
}

const text = { type: String, required: true } as const;
const schema = new Schema<MembershipDocument>(
  {
    classId: text,
    personId: text,
    role: { type: String, enum: Role.options, required: true },
    lastLaunchAt: Date,
    listedRole: { type: String, enum: Role.options },
    name: String,
    folded: String,
  },
  { versionKey: false },
)
  .index({ classId: 1, personId: 1 }, { unique: true })
  .index({ classId: 1, role: -1, folded: 1, personId: 1 })
  .index({ personId: 1 });

/** Who is of which class, with the role of the last launch or of the course's list since; see `roster-people.ts` for many at once. */
export async function openMemberships(connection: Connection): Promise<Memberships> {
  const model = connection.model<MembershipDocument>('Membership', schema, 'memberships');
  await model.createIndexes();
  return {
    async put({ classId, personId, role, name, lastLaunchAt }) {
      const at = new Date(lastLaunchAt);
      const set = { role, lastLaunchAt: at, ...(name && { name, folded: folded(name) }) };
      // Two launches of one person at once: the later one stands, whichever is written last. Whom only the list named has none.
      const isOlder = { classId, personId, $or: [{ lastLaunchAt: { $lte: at } }, { lastLaunchAt: { $exists: false } }] };
      await model.updateOne(isOlder, { $set: set, $setOnInsert: { classId, personId } }, { upsert: true }).catch((error: unknown) => {
        if (!isDuplicate(error)) throw error;
        return model.updateOne(isOlder, { $set: set });
      });
    },
    async role(classId, personId) {
      const found = await model.findOne({ classId, personId }).lean<MembershipDocument>();
      return found && Role.parse(found.role);
    },
    async classesOf(personId) {
      const found = await model.find({ personId }).lean<MembershipDocument[]>();
      return found.map(({ classId }) => ClassId.parse(classId));
    },
  };
}
