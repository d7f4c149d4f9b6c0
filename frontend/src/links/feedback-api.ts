import {
  type FeedbackBody,
  FeedbackDetail,
  FeedbackReport,
  type FeedbackSubject,
  MyFeedback,
  type MyFeedback as MyFeedbackAnswer,
  MyFeedbackReply,
} from '@liveclass/contract';
import type { Call, Shape } from './json-call.ts';

type Asking = <T>(call: Call, reply: Shape<T>) => Promise<T>;

/** One's own feedback, and for teachers what everybody thought. */
export class FeedbackApi {
  readonly #ask: Asking;

  constructor(ask: Asking) {
    this.#ask = ask;
  }

  /** On that recording, or on the last class that the person was in. */
  async mine(recordingId?: string): Promise<MyFeedbackAnswer | null> {
    const query = recordingId === undefined ? '' : `?${new URLSearchParams({ recording: recordingId })}`;
    return (await this.#ask({ method: 'GET', path: `/api/feedback/mine${query}` }, MyFeedbackReply)).feedback;
  }

  give({ kind, id }: FeedbackSubject, body: FeedbackBody): Promise<MyFeedbackAnswer> {
    return this.#ask({ method: 'PUT', path: `/api/feedback/${kind}/${id}`, body }, MyFeedback);
  }

  skip({ kind, id }: FeedbackSubject): Promise<MyFeedbackAnswer> {
    return this.#ask({ method: 'POST', path: `/api/feedback/${kind}/${id}/skip` }, MyFeedback);
  }

  report(): Promise<FeedbackReport> {
    return this.#ask({ method: 'GET', path: '/api/feedback/report' }, FeedbackReport);
  }

  detail({ kind, id }: FeedbackSubject): Promise<FeedbackDetail> {
    return this.#ask({ method: 'GET', path: `/api/feedback/report/${kind}/${id}` }, FeedbackDetail);
  }
}
