// A module of its own, loaded when somebody reads it: development servers answer a dynamic import of JSON with a script.
import words from './ar.json' with { type: 'json' };

export default words;
