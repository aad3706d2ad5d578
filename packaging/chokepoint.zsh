#compdef chokepoint
# Completion for zsh: subcommands, options and their values as the program itself lists them, each with what it does.
_chokepoint() {
  local program=${words[1]} before=${words[CURRENT-1]} help word line
  local -a chain found values
  help=$($program --help 2>/dev/null) || return 1
  for word in ${words[2,CURRENT-1]}; do
    [[ $word == [a-z]* ]] && print -r -- ${help##*$'\n'Subcommands:} | grep -qE -- "^  $word( |\$)" || continue
    chain+=($word)
    help=$($program $chain --help 2>/dev/null)
  done
  if [[ $before == --* ]]; then
    values=(${(s:,:)$(print -r -- $help | sed -nE "s/^ +.*$before [A-Z]+:\{([^}]*)\}.*/\1/p")})
    (( $#values )) && { compadd -a values; return }
  fi
  if [[ $PREFIX == -* ]]; then
    found=(${(f)"$(print -r -- $help | sed -nE 's/^  (-[a-z],)?(--[a-z-]+)[^ ]*( [A-Z]+[^ ]*)?( \.\.\.)? *(.*)/\2:\5/p')"})
  elif [[ $help == *$'\n'Subcommands:* ]]; then
    found=(${(f)"$(print -r -- ${help##*$'\n'Subcommands:} | sed -nE 's/^  ([a-z-]+) +(.*)/\1:\2/p')"})
  fi
  (( $#found )) && _describe chokepoint found || _files
}
_chokepoint "$@"
