import { pipeline } from 'node:stream/promises';
import {
  AttendanceReply,
  AttendanceRule,
  CorrectionBody,
  GradesReply,
  HeldSession,
  HeldSessionChange,
  LIMITS,
  PersonAttendance,
  type PersonId,
  Refusal,
  SendGradesBody,
  SendGradesReply,
  SessionAttendanceReply,
} from '@liveclass/contract';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import type { z } from 'zod';
import type { WebSession } from '../../domain/identity.ts';
import type { ExportedRow } from '../../usecases/export-attendance.ts';
import { attendanceCsv } from './attendance-csv.ts';
import { personRate } from './haste.ts';
import { sessionOf } from './session-guard.ts';

export interface AttendanceUseCases {
  view(session: WebSession): Promise<AttendanceReply>;
  viewSession(session: WebSession, id: string): Promise<SessionAttendanceReply>;
  changeSession(session: WebSession, id: string, change: HeldSessionChange): Promise<HeldSession>;
  correct(session: WebSession, of: { sessionId: string; personId: string }, body: CorrectionBody): Promise<PersonAttendance>;
  rows(session: WebSession, id: string | undefined): Promise<AsyncIterable<ExportedRow>>;
  grades(session: WebSession): Promise<GradesReply>;
  setRule(session: WebSession, rule: AttendanceRule): Promise<AttendanceRule>;
  send(session: WebSession, people: readonly PersonId[] | undefined): Promise<number>;
}

const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};

function bodyOf<T extends z.ZodType>(schema: T, req: Request): z.infer<T> {
  const { success, data, error } = schema.safeParse(req.body);
  if (!success) throw new Refusal('bad-request', error.issues[0]?.path);
  return data;
}

const param = (req: Request, name: string): string => String(req.params[name]);

/** The file is written while it is read; a database that fails in the middle breaks it off, so that half a file never looks whole. */
const csv =
  (useCases: AttendanceUseCases) =>
  async (req: Request, res: Response): Promise<void> => {
    const { language, session } = req.query;
    const rows = await useCases.rows(sessionOf(res), typeof session === 'string' ? session : undefined);
    res.set({ 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': 'attachment; filename="attendance.csv"' });
    await pipeline(attendanceCsv(rows, language === 'ar' ? 'ar' : 'en'), res);
  };

/** Attendance and grades of the session's own class; who may see and do what is decided by the use cases. */
export function attendanceRoutes(useCases: AttendanceUseCases, requireSession: RequestHandler): Router {
  const router = Router();
  const json = express.json({ limit: LIMITS.httpBodyBytes });
  router.use(['/api/attendance', '/api/grades'], requireSession, personRate(), noStore);
  router.get('/api/attendance', async (_req, res) => void res.json(AttendanceReply.parse(await useCases.view(sessionOf(res)))));
  router.get('/api/attendance/csv', csv(useCases));
  router.get('/api/attendance/sessions/:id', async (req, res) => {
    res.json(SessionAttendanceReply.parse(await useCases.viewSession(sessionOf(res), param(req, 'id'))));
  });
  router.patch('/api/attendance/sessions/:id', json, async (req, res) => {
    res.json(HeldSession.parse(await useCases.changeSession(sessionOf(res), param(req, 'id'), bodyOf(HeldSessionChange, req))));
  });
  router.put('/api/attendance/sessions/:id/people/:person', json, async (req, res) => {
    const of = { sessionId: param(req, 'id'), personId: param(req, 'person') };
    res.json(PersonAttendance.parse(await useCases.correct(sessionOf(res), of, bodyOf(CorrectionBody, req))));
  });
  router.get('/api/grades', async (_req, res) => void res.json(GradesReply.parse(await useCases.grades(sessionOf(res)))));
  router.put('/api/grades/rule', json, async (req, res) => {
    res.json(AttendanceRule.parse(await useCases.setRule(sessionOf(res), bodyOf(AttendanceRule, req))));
  });
  router.post('/api/grades/send', json, async (req, res) => {
    const { people } = bodyOf(SendGradesBody, req);
    res.status(202).json(SendGradesReply.parse({ queued: await useCases.send(sessionOf(res), people) }));
  });
  return router;
}
