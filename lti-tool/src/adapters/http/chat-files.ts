import type { ChatMessage } from '@liveclass/contract';
import { stringify } from 'csv-stringify';
import { plainCell } from './attendance-csv.ts';
import type { CsvLanguage } from './attendance-words.ts';
import { CHAT_WORDS } from './chat-words.ts';

const moment = (at: number | null | undefined): string => (at ? new Date(at).toISOString() : '');

/** What was written, and the name of the file that came with it. */
const saidIn = ({ text, file }: ChatMessage): string => [text, file && `[${file.name}]`].filter((part) => part).join('\n');

function cells(message: ChatMessage, language: CsvLanguage): string[] {
  const { at, from, to, editedAt, deleted } = message;
  return [
    moment(at),
    plainCell(from.name),
    to ? plainCell(to.name) : CHAT_WORDS[language].everybody,
    plainCell(saidIn(message)),
    moment(editedAt),
    moment(deleted?.at),
    plainCell(deleted?.name ?? ''),
  ];
}

/** One row a message; no cell of it would be run. */
export async function* chatCsv(messages: AsyncIterable<ChatMessage>, language: CsvLanguage): AsyncIterable<string | Buffer> {
  const writer = stringify({ bom: true, record_delimiter: '\r\n', escape_formulas: true });
  writer.write(CHAT_WORDS[language].columns);
  const feed = (async () => {
    for await (const message of messages)
      if (!writer.write(cells(message, language))) await new Promise((resolve) => writer.once('drain', resolve));
    writer.end();
  })();
  feed.catch((error: Error) => writer.destroy(error));
  yield* writer as AsyncIterable<string | Buffer>;
}

/** To be read: each message under a line that says who wrote it and when; its further lines are set in, so that none passes for such a line. */
export async function* chatText(messages: AsyncIterable<ChatMessage>, language: CsvLanguage): AsyncIterable<string> {
  const words = CHAT_WORDS[language];
  yield '\ufeff';
  for await (const message of messages) {
    const { at, from, to, editedAt, deleted } = message;
    const notes = [
      to && words.privately.replace('{name}', () => to.name),
      editedAt && words.edited,
      deleted && words.deleted.replace('{name}', () => deleted.name).replace('{at}', () => moment(deleted.at)),
    ].filter((note) => note);
    yield `[${moment(at)}] ${from.name}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}\n    ${saidIn(message).replaceAll('\n', '\n    ')}\n`;
  }
}
