import type { PersonId, RecordingId } from '@liveclass/contract';
import type { Agreement, Consents } from '../../ports/classroom.ts';
import { type ClassroomCollections, type ConsentDoc, isDuplicate } from './classroom-collections.ts';

export function consentDoc(agreement: Agreement): ConsentDoc {
  return { _id: idOf(agreement.recordingId, agreement.personId), ...agreement };
}

const idOf = (recordingId: RecordingId, personId: PersonId): ConsentDoc['_id'] => `${recordingId}/${personId}`;

export function mongoConsents({ consents }: ClassroomCollections): Consents {
  return {
    async put(agreement: Agreement) {
      await consents.insertOne(consentDoc(agreement)).catch((error: unknown) => {
        // What was agreed to first, and when, is the record; saying it again changes nothing.
        if (!isDuplicate(error)) throw error;
      });
    },

    async has(recordingId: RecordingId, personId: PersonId) {
      return (await consents.findOne({ _id: idOf(recordingId, personId) })) !== null;
    },

    async of(recordingId: RecordingId) {
      const docs = await consents.find({ recordingId }).toArray();
      return new Set(docs.map((doc) => doc.personId));
    },
  };
}
