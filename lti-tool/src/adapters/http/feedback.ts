import { FeedbackBody, FeedbackDetail, FeedbackReport, LIMITS, MyFeedback, MyFeedbackReply, Refusal } from '@liveclass/contract';
import express, { type Request, type RequestHandler, Router } from 'express';
import type { WebSession } from '../../domain/identity.ts';
import { personRate } from './haste.ts';
import { sessionOf } from './session-guard.ts';

/** As the address has it; the use cases judge it. */
interface Named {
  readonly kind: string;
  readonly id: string;
}

export interface FeedbackUseCases {
  mine(session: WebSession, recordingId: string | undefined): Promise<MyFeedback | null>;
  give(session: WebSession, subject: Named, body: FeedbackBody): Promise<MyFeedback>;
  skip(session: WebSession, subject: Named): Promise<MyFeedback>;
  report(session: WebSession): Promise<FeedbackReport>;
  detail(session: WebSession, subject: Named): Promise<FeedbackDetail>;
}

const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};

const subjectOf = (req: Request): Named => ({ kind: String(req.params['kind']), id: String(req.params['id']) });

/** Feedback of the session's own class: students give it, teachers read it. */
export function feedbackRoutes(useCases: FeedbackUseCases, requireSession: RequestHandler): Router {
  const router = Router();
  router.use('/api/feedback', requireSession, personRate(), noStore);
  router.get('/api/feedback/mine', async (req, res) => {
    const { recording } = req.query;
    const feedback = await useCases.mine(sessionOf(res), typeof recording === 'string' ? recording : undefined);
    res.json(MyFeedbackReply.parse({ feedback }));
  });
  router.get('/api/feedback/report', async (_req, res) => {
    res.json(FeedbackReport.parse(await useCases.report(sessionOf(res))));
  });
  router.get('/api/feedback/report/:kind/:id', async (req, res) => {
    res.json(FeedbackDetail.parse(await useCases.detail(sessionOf(res), subjectOf(req))));
  });
  router.put('/api/feedback/:kind/:id', express.json({ limit: LIMITS.httpBodyBytes }), async (req, res) => {
    const body = FeedbackBody.safeParse(req.body);
    if (!body.success) throw new Refusal('bad-request', body.error.issues[0]?.path);
    res.json(MyFeedback.parse(await useCases.give(sessionOf(res), subjectOf(req), body.data)));
  });
  router.post('/api/feedback/:kind/:id/skip', async (req, res) => {
    res.json(MyFeedback.parse(await useCases.skip(sessionOf(res), subjectOf(req))));
  });
  return router;
}
