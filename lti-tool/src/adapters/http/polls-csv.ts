import type { Question } from '@liveclass/contract';
import { stringify } from 'csv-stringify';
import type { ExportedAnswer } from '../../usecases/export-polls.ts';
import { plainCell } from './attendance-csv.ts';
import type { CsvLanguage } from './attendance-words.ts';
import { POLL_CSV_WORDS } from './polls-words.ts';

function answerText({ kind, options }: Question, answer: ExportedAnswer['answer'], language: CsvLanguage): string {
  if ('text' in answer) return answer.text;
  const words = POLL_CSV_WORDS[language];
  const name = (place: number): string => {
    if (kind === 'true-false') return place === 0 ? words.isTrue : words.isFalse;
    return kind === 'rating' ? String(place + 1) : (options[place] ?? '');
  };
  return [...answer.chosen]
    .sort((one, other) => one - other)
    .map(name)
    .join('; ');
}

function cells({ poll, name, answer, isRight, count }: ExportedAnswer, language: CsvLanguage): string[] {
  const words = POLL_CSV_WORDS[language];
  const { question, askedAt } = poll;
  return [
    new Date(askedAt).toISOString(),
    plainCell(question.text),
    words.kind[question.kind],
    name === null ? words.anonymous : plainCell(name),
    plainCell(answerText(question, answer, language)),
    String(count),
    isRight === null ? '' : isRight ? words.yes : words.no,
  ];
}

/** As the file of attendance: UTF-8 with its mark, RFC 4180, and no cell that would be run. */
export async function* pollsCsv(rows: AsyncIterable<ExportedAnswer>, language: CsvLanguage): AsyncIterable<string | Buffer> {
  const writer = stringify({ bom: true, record_delimiter: '\r\n', escape_formulas: true });
  writer.write(POLL_CSV_WORDS[language].columns);
  const feed = (async () => {
    for await (const row of rows) if (!writer.write(cells(row, language))) await new Promise((resolve) => writer.once('drain', resolve));
    writer.end();
  })();
  feed.catch((error: Error) => writer.destroy(error));
  yield* writer as AsyncIterable<string | Buffer>;
}
