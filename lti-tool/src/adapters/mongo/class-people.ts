import { type ClassId, PersonId, Role } from '@liveclass/contract';
import type { ClassPeople, ClassPerson } from '../../ports/attendance.ts';
import { databaseOf } from './classroom-collections.ts';
import type { Connection } from './connection.ts';

interface Joined {
  readonly personId: string;
  readonly role: string;
  readonly person: readonly { readonly name?: string }[];
}

/** Who is of a class, with the names they go by now; read from the memberships that launches and the roster keep. */
export function mongoClassPeople(connection: Connection): ClassPeople {
  const memberships = databaseOf(connection).collection('memberships');
  const read = async (filter: { classId: ClassId; personId?: PersonId }): Promise<readonly ClassPerson[]> => {
    const person = { from: 'persons', localField: 'personId', foreignField: '_id', as: 'person' };
    const found = await memberships.aggregate<Joined>([{ $match: filter }, { $lookup: person }]).toArray();
    return found.map((one) => ({
      personId: PersonId.parse(one.personId),
      name: one.person[0]?.name ?? '',
      role: Role.parse(one.role),
    }));
  };
  return {
    of: (classId) => read({ classId }),
    find: async (classId, personId) => (await read({ classId, personId }))[0] ?? null,
  };
}
