import { setTimeout as pause } from 'node:timers/promises';
import type { Router } from 'express';
import { attendanceRoutes } from './adapters/http/attendance.ts';
import { everySoOften } from './adapters/jobs/every-so-often.ts';
import { createGradebook } from './adapters/lti/gradebook.ts';
import { mongoAttendances } from './adapters/mongo/attendances.ts';
import { mongoClassPeople } from './adapters/mongo/class-people.ts';
import { classroomCollections } from './adapters/mongo/classroom-collections.ts';
import type { Connection } from './adapters/mongo/connection.ts';
import { mongoReplicas } from './adapters/mongo/control-replicas.ts';
import { createGradeIndexes, gradeCollections, mongoGradeColumns, mongoGradeRules, mongoGrades } from './adapters/mongo/grades.ts';
import { mongoGroupRooms } from './adapters/mongo/group-rooms.ts';
import type { Identity } from './main-identity.ts';
import type { AttendancePorts } from './ports/attendance.ts';
import type { Clock, Ids } from './ports/identity.ts';
import type { Log } from './ports/log.ts';
import { changeSession, correctAttendance } from './usecases/correct-attendance.ts';
import { GradeDelivery } from './usecases/deliver-grades.ts';
import { exportAttendance } from './usecases/export-attendance.ts';
import { sendGrades, setGradeRule, settleOwed, viewGrades } from './usecases/grade-class.ts';
import { viewAttendance, viewSessionAttendance } from './usecases/view-attendance.ts';

export interface AttendanceParts {
  readonly connection: Connection;
  readonly identity: Pick<Identity, 'classes' | 'persons' | 'services' | 'requireSession'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Names this process among the tools. */
  readonly tool: string;
}

/** The part of the composition root that holds attendance and what becomes of it: views, corrections, grades on their way to the LMS. */
export interface Attendance {
  readonly router: Router;
  readonly ports: AttendancePorts;
  /** One round: what sessions and corrections owe is queued, and what is due is sent. */
  round(): Promise<void>;
  start(): void;
  end(): Promise<void>;
}

const ROUND_EVERY_MS = 1_000;
/** An LMS that does not answer holds up no end of the process. */
const END_WITHIN_MS = 3_000;

function portsOf({ connection, identity, clock, ids, log, tool }: AttendanceParts): AttendancePorts {
  const of = classroomCollections(connection);
  const grades = gradeCollections(connection);
  const replicas = mongoReplicas(of);
  const rooms = mongoGroupRooms(connection, ids);
  return {
    clock,
    ids,
    log,
    classes: identity.classes,
    persons: identity.persons,
    people: mongoClassPeople(connection),
    attendances: mongoAttendances(of, rooms),
    rooms,
    rules: mongoGradeRules(grades),
    grades: mongoGrades(grades, () => ids.id()),
    columns: mongoGradeColumns(grades, (lease, forMs) => replicas.hold(lease, tool, forMs)),
    gradebook: createGradebook(identity.services),
  };
}

/** Builds it; indexes are there before it answers, and nothing moves before `start`. */
export async function createAttendance(parts: AttendanceParts): Promise<Attendance> {
  await createGradeIndexes(gradeCollections(parts.connection));
  const ports = portsOf(parts);
  const delivery = new GradeDelivery(ports);
  const round = async (): Promise<void> => {
    await settleOwed(ports);
    await delivery.run();
  };
  let rounds: { end(): Promise<void> } | undefined;
  return {
    ports,
    round,
    router: attendanceRoutes(
      {
        view: (session) => viewAttendance(ports, session),
        viewSession: (session, id) => viewSessionAttendance(ports, session, id),
        changeSession: (session, id, change) => changeSession(ports, session, id, change),
        correct: (session, of, body) => correctAttendance(ports, session, of, body),
        rows: (session, id) => exportAttendance(ports, session, id),
        grades: (session) => viewGrades(ports, session),
        setRule: (session, rule) => setGradeRule(ports, session, rule),
        send: (session, people) => sendGrades(ports, session, people),
      },
      parts.identity.requireSession,
    ),
    start() {
      rounds = everySoOften(round, ROUND_EVERY_MS, parts.log);
    },
    async end() {
      delivery.end();
      await Promise.race([rounds?.end(), pause(END_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}
