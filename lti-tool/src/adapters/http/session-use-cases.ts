import type { DeepLinkingBody, DeepLinkingReply, HandoffBody, SessionView } from '@liveclass/contract';
import type { z } from 'zod';
import type { WebSession } from '../../domain/identity.ts';
import type { AcceptedLaunch, LaunchPost } from '../../usecases/accept-launch.ts';
import type { Login, LoginRequest } from '../../usecases/begin-login.ts';
import type { OpenedSession } from '../../usecases/redeem-code.ts';

/** The use cases behind the session API, bound to their ports. */
export interface IdentityUseCases {
  redeem(code: string): Promise<OpenedSession>;
  restore(cookies: readonly string[]): Promise<{ readonly token: string; readonly session: WebSession }>;
  end(token: string, cookies: readonly string[]): Promise<void>;
  view(session: WebSession): Promise<SessionView>;
  handOff(session: WebSession, to: z.infer<typeof HandoffBody>): Promise<{ readonly path: string; readonly expiresAt: number }>;
  pick(session: WebSession, items: DeepLinkingBody['items']): Promise<DeepLinkingReply>;
}

/** The use cases behind the launch routes, bound to their ports. */
export interface LaunchUseCases {
  beginLogin(request: LoginRequest): Promise<Login>;
  acceptLaunch(post: LaunchPost): Promise<AcceptedLaunch>;
  storageOf(state: string): Promise<{ readonly target: string; readonly origin: string } | null>;
  keySet(): Promise<object>;
}
