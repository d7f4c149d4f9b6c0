const LEVELS = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };
const QUIET = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'name']);

/** One log line of a service as a person reads it: JSON lines become "time level text key=value". */
export function readableLine(line) {
  const entry = parse(line);
  if (!entry) return line;
  const time = new Date(entry.time ?? 0).toISOString().slice(11, 19);
  const rest = Object.entries(entry)
    .filter(([key]) => !QUIET.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [time, LEVELS[entry.level] ?? entry.level, entry.msg ?? '', ...rest].join(' ').trimEnd();
}

function parse(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(line);
    return typeof value.level === 'number' ? value : undefined;
  } catch {
    return undefined;
  }
}
