import { Bench } from './bench.ts';
import { newSeat } from './room.ts';

/** A process that records until it is killed; the first line it writes says where and what. */
const bench = await Bench.open();
const seat = newSeat();
await bench.person(seat);
const recordingId = await bench.start([seat]);
process.stdout.write(`${JSON.stringify({ folder: bench.folder, recordingId })}\n`);
