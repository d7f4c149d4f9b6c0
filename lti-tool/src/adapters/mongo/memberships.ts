import { Role } from '@liveclass/contract';
import { type Connection, Schema } from 'mongoose';
import type { Memberships } from '../../ports/identity.ts';

interface MembershipDocument {
  readonly classId: string;
  readonly personId: string;
  readonly role: string;
  readonly lastLaunchAt: Date;
}

const text = { type: String, required: true } as const;
const schema = new Schema<MembershipDocument>(
  { classId: text, personId: text, role: { type: String, enum: Role.options, required: true }, lastLaunchAt: Date },
  { versionKey: false },
)
  .index({ classId: 1, personId: 1 }, { unique: true })
  .index({ personId: 1 });

/** Who is of which class, with the role of the last launch. */
export async function openMemberships(connection: Connection): Promise<Memberships> {
  const model = connection.model<MembershipDocument>('Membership', schema, 'memberships');
  await model.createIndexes();
  return {
    async put({ classId, personId, role, lastLaunchAt }) {
      const at = new Date(lastLaunchAt);
      // Two launches of one person at once: the later one stands, whichever is written last.
      await model
        .updateOne({ classId, personId, lastLaunchAt: { $lte: at } }, { $set: { role, lastLaunchAt: at } }, { upsert: true })
        .catch((error: unknown) => {
          if (!(typeof error === 'object' && error !== null && 'code' in error && error.code === 11000)) throw error;
          return model.updateOne({ classId, personId, lastLaunchAt: { $lte: at } }, { $set: { role, lastLaunchAt: at } });
        });
    },
    async role(classId, personId) {
      const found = await model.findOne({ classId, personId }).lean<MembershipDocument>();
      return found && Role.parse(found.role);
    },
  };
}
