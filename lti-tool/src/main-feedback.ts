import type { Router } from 'express';
import { feedbackRoutes } from './adapters/http/feedback.ts';
import { mongoAttendances } from './adapters/mongo/attendances.ts';
import { classroomCollections } from './adapters/mongo/classroom-collections.ts';
import type { Connection } from './adapters/mongo/connection.ts';
import { createFeedbackIndexes, mongoFeedbacks, mongoSessionGuests } from './adapters/mongo/feedback.ts';
import type { Classroom } from './main-classroom.ts';
import type { Identity } from './main-identity.ts';
import type { FeedbackPorts } from './ports/feedback.ts';
import { giveFeedback, skipFeedback, viewMyFeedback } from './usecases/give-feedback.ts';
import { viewFeedbackDetail, viewFeedbackReport } from './usecases/view-feedback.ts';

export interface FeedbackParts {
  readonly connection: Connection;
  readonly identity: Pick<Identity, 'requireSession'>;
  readonly classroom: Pick<Classroom, 'ports'>;
}

/** The part of the composition root that holds feedback; indexes are there before it answers. */
export async function createFeedback({ connection, identity, classroom }: FeedbackParts): Promise<{ readonly router: Router }> {
  await createFeedbackIndexes(connection);
  const ports: FeedbackPorts = {
    clock: classroom.ports.clock,
    recordings: classroom.ports.recordings,
    rooms: classroom.ports.rooms,
    feedbacks: mongoFeedbacks(connection),
    guests: mongoSessionGuests(connection),
    attendances: mongoAttendances(classroomCollections(connection), classroom.ports.rooms),
  };
  const router = feedbackRoutes(
    {
      mine: (session, recordingId) => viewMyFeedback(ports, session, recordingId),
      give: (session, subject, body) => giveFeedback(ports, session, subject, body),
      skip: (session, subject) => skipFeedback(ports, session, subject),
      report: (session) => viewFeedbackReport(ports, session),
      detail: (session, subject) => viewFeedbackDetail(ports, session, subject),
    },
    identity.requireSession,
  );
  return { router };
}
