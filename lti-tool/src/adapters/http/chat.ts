import { pipeline } from 'node:stream/promises';
import type { ChatMessage } from '@liveclass/contract';
import { type RequestHandler, Router } from 'express';
import type { WebSession } from '../../domain/identity.ts';
import { chatCsv, chatText } from './chat-files.ts';
import { personRate } from './haste.ts';
import { sessionOf } from './session-guard.ts';

export interface ChatUseCases {
  messages(session: WebSession): AsyncIterable<ChatMessage>;
}

/** GET /api/chat/export: written while it is read, so that a long chat is never held whole. */
export function chatRoutes(useCases: ChatUseCases, requireSession: RequestHandler): Router {
  const router = Router();
  router.use('/api/chat', requireSession, personRate());
  router.get('/api/chat/export', async (req, res) => {
    const messages = useCases.messages(sessionOf(res));
    const language = req.query['language'] === 'ar' ? 'ar' : 'en';
    const isCsv = req.query['format'] !== 'txt';
    res.set({
      'Cache-Control': 'no-store',
      'Content-Type': isCsv ? 'text/csv; charset=utf-8' : 'text/plain; charset=utf-8',
      'Content-Disposition': `attachment; filename="${isCsv ? 'chat.csv' : 'chat.txt'}"`,
    });
    await pipeline(isCsv ? chatCsv(messages, language) : chatText(messages, language), res);
  });
  return router;
}
