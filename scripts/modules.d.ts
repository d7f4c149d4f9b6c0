// The scripts are plain JavaScript, because they run before anything is installed; their tests are typed.
declare module '*.mjs';
