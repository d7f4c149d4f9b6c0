import { isGuest } from '@liveclass/contract';
import { stringify } from 'csv-stringify';
import type { ExportedRow } from '../../usecases/export-attendance.ts';
import { CSV_WORDS, type CsvLanguage } from './attendance-words.ts';

const minutes = (ms: number): string => (ms / 60_000).toFixed(1);
const moment = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());

/** Spaces and marks that hide or turn text are no part of a cell's beginning: what a spreadsheet shows first is what is judged. */
const HIDING = /^[\p{Cc}\p{Cf}\p{Z}]+/u;

/**
 * Text that a person wrote, as a cell that no spreadsheet takes for a formula. The library's own guard looks at the very first
 * character; this one also sees through hidden marks, and through the small, full-width and mathematical forms of the signs.
 */
export function plainCell(text: string): string {
  const first = text.replace(HIDING, '').normalize('NFKC').charAt(0);
  return /[=+\-@\u2212|%]/.test(first) ? `'${text}` : text;
}

function cells({ session, person }: ExportedRow, language: CsvLanguage): string[] {
  const words = CSV_WORDS[language];
  const yes = (is: boolean): string => (is ? words.yes : words.no);
  return [
    moment(session.startedAt),
    minutes(session.heldMs),
    plainCell(isGuest(person.personId) ? `${person.name} (${words.guest})` : person.name),
    words.standing[person.standing],
    minutes(person.presentMs),
    (person.share * 100).toFixed(1),
    yes(person.isLate),
    yes(person.leftEarly),
    moment(person.joinedAt),
    moment(person.leftAt),
    minutes(person.measuredMs),
    yes(person.correction !== null),
    plainCell(person.traces.at(-1)?.note ?? ''),
  ];
}

/** UTF-8 with a mark that Excel needs to see it, lines and quotes as RFC 4180 has them, and no cell that would be run. */
export async function* attendanceCsv(rows: AsyncIterable<ExportedRow>, language: CsvLanguage): AsyncIterable<string | Buffer> {
  const writer = stringify({ bom: true, record_delimiter: '\r\n', escape_formulas: true });
  writer.write(CSV_WORDS[language].columns);
  const feed = (async () => {
    for await (const row of rows) if (!writer.write(cells(row, language))) await new Promise((resolve) => writer.once('drain', resolve));
    writer.end();
  })();
  feed.catch((error: Error) => writer.destroy(error));
  yield* writer as AsyncIterable<string | Buffer>;
}
