import { pipeline } from 'node:stream/promises';
import {
  AnswersReply,
  BankDraft,
  BankReply,
  ElsewhereReply,
  ImportBody,
  ImportReply,
  LIMITS,
  PollEntry,
  PollsReply,
  Refusal,
  ScoresReply,
  TakeBody,
} from '@liveclass/contract';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import type { z } from 'zod';
import type { WebSession } from '../../domain/identity.ts';
import type { Row } from '../../domain/question-rows.ts';
import type { ExportedAnswer } from '../../usecases/export-polls.ts';
import { personRate } from './haste.ts';
import { pollsCsv } from './polls-csv.ts';
import { readQuestionFile } from './question-file.ts';
import { sessionOf } from './session-guard.ts';

export interface PollUseCases {
  view(session: WebSession): Promise<PollsReply>;
  show(session: WebSession, id: string): Promise<PollEntry>;
  answers(session: WebSession, id: string): Promise<AnswersReply>;
  scores(session: WebSession): Promise<ScoresReply>;
  rows(session: WebSession): Promise<AsyncIterable<ExportedAnswer>>;
}

export interface BankUseCases {
  view(session: WebSession): Promise<BankReply>;
  add(session: WebSession, draft: BankDraft): Promise<BankReply>;
  change(session: WebSession, id: string, draft: BankDraft): Promise<BankReply>;
  remove(session: WebSession, id: string): Promise<BankReply>;
  bring(session: WebSession, rows: readonly Row[], skipsFaults: boolean): Promise<ImportReply>;
  elsewhere(session: WebSession): Promise<ElsewhereReply>;
  take(session: WebSession, body: TakeBody): Promise<BankReply>;
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

const id = (req: Request): string => String(req.params['id']);

/** A file that cannot be read from some line on is told as that line's fault; nothing of it is added. */
async function bring(useCases: BankUseCases, req: Request, res: Response): Promise<void> {
  const { csv, skipsFaults } = bodyOf(ImportBody, req);
  const file = readQuestionFile(csv);
  if ('rows' in file) {
    res.json(ImportReply.parse(await useCases.bring(sessionOf(res), file.rows, skipsFaults)));
    return;
  }
  const { items } = await useCases.view(sessionOf(res));
  res.json(ImportReply.parse({ added: 0, faults: [{ line: file.brokenAt, fault: 'not-csv', text: '' }], items }));
}

function bankRoutes(useCases: BankUseCases): Router {
  const router = Router();
  const json = express.json({ limit: LIMITS.httpBodyBytes });
  // A file in JSON is longer than the file.
  const file = express.json({ limit: 2 * LIMITS.pollImportBytes });
  router.get('/', async (_req, res) => void res.json(BankReply.parse(await useCases.view(sessionOf(res)))));
  router.post('/', json, async (req, res) => void res.json(BankReply.parse(await useCases.add(sessionOf(res), bodyOf(BankDraft, req)))));
  router.post('/import', file, (req, res) => bring(useCases, req, res));
  router.get('/elsewhere', async (_req, res) => void res.json(ElsewhereReply.parse(await useCases.elsewhere(sessionOf(res)))));
  router.post(
    '/take',
    json,
    async (req, res) => void res.json(BankReply.parse(await useCases.take(sessionOf(res), bodyOf(TakeBody, req)))),
  );
  router.put('/:id', json, async (req, res) => {
    res.json(BankReply.parse(await useCases.change(sessionOf(res), id(req), bodyOf(BankDraft, req))));
  });
  router.delete('/:id', async (req, res) => void res.json(BankReply.parse(await useCases.remove(sessionOf(res), id(req)))));
  return router;
}

/** Questions of the session's own class: what was asked and answered, and what is prepared. Who may do what is decided by the use cases. */
export function pollRoutes(useCases: PollUseCases, bank: BankUseCases, requireSession: RequestHandler): Router {
  const router = Router();
  router.use('/api/polls', requireSession, personRate(), noStore);
  router.use('/api/polls/bank', bankRoutes(bank));
  router.get('/api/polls', async (_req, res) => void res.json(PollsReply.parse(await useCases.view(sessionOf(res)))));
  router.get('/api/polls/scores', async (_req, res) => void res.json(ScoresReply.parse(await useCases.scores(sessionOf(res)))));
  router.get('/api/polls/csv', async (req, res) => {
    const rows = await useCases.rows(sessionOf(res));
    res.set({ 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': 'attachment; filename="answers.csv"' });
    await pipeline(pollsCsv(rows, req.query['language'] === 'ar' ? 'ar' : 'en'), res);
  });
  router.get('/api/polls/:id/answers', async (req, res) => {
    res.json(AnswersReply.parse(await useCases.answers(sessionOf(res), id(req))));
  });
  router.post('/api/polls/:id/show', async (req, res) => void res.json(PollEntry.parse(await useCases.show(sessionOf(res), id(req)))));
  return router;
}
