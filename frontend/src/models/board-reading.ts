import { type BoardSnapshot, type BodyOf, type Reason, Refusal, type ReplyOf, type Seq, type ToolWishes } from '@liveclass/contract';
import type { ToolLink } from '../links/tool-link.ts';
import type { BoardPageContent } from './board-page.ts';

type Tool = Pick<ToolLink, 'ask'>;

/** Many pages are read one after the other for a file, faster than the server lets anybody ask. */
const AGAIN_MS = 500;
const TRIES = 20;
const PASSING: readonly Reason[] = ['too-fast', 'busy'];

async function ask(tool: Tool, body: BodyOf<ToolWishes, 'board.read'>): Promise<ReplyOf<ToolWishes, 'board.read'>> {
  for (let tries = 1; ; tries += 1)
    try {
      return await tool.ask('board.read', body);
    } catch (error) {
      if (!(error instanceof Refusal) || !PASSING.includes(error.reason) || tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
}

/** Reads on from that number into the page, piece by piece, as long as it is wanted. How the board stood at the first piece: all up to there was read. */
export async function readInto(
  page: BoardPageContent,
  tool: Tool,
  since: Seq,
  isWanted: () => boolean,
): Promise<BoardSnapshot | undefined> {
  let first: BoardSnapshot | undefined;
  let [after, isWhole, more] = [since, since === 0, true];
  while (more && isWanted()) {
    const answer = await ask(tool, { pageId: page.id, after, isWhole });
    if (answer.isForgotten) {
      page.forget();
      [after, isWhole, first] = [0, true, undefined];
      continue;
    }
    first ??= answer.board;
    for (const numbered of answer.elements) page.take(numbered);
    after = answer.elements.at(-1)?.seq ?? after;
    more = answer.more;
  }
  return first;
}
