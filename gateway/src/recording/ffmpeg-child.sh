#!/bin/sh
# FFmpeg that ends with its parent: a gateway that is killed must leave no child that holds ports and
# writes files. setpriv belongs to util-linux; where it is missing FFmpeg runs without that promise.
if command -v setpriv >/dev/null 2>&1; then
  exec setpriv --pdeathsig KILL -- "${FFMPEG_PATH:-ffmpeg}" "$@"
fi
exec "${FFMPEG_PATH:-ffmpeg}" "$@"
