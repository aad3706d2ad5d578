# Completion for bash: subcommands, options and their values as the program itself lists them.
_chokepoint() {
  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} program=${COMP_WORDS[0]} help word
  help=$("$program" --help 2>/dev/null) || return
  local path=()
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    sed -n '/^Subcommands/,$p' <<<"$help" | grep -qE -- "^  $word( |$)" || continue
    path+=("$word")
    help=$("$program" "${path[@]}" --help 2>/dev/null)
  done
  local values
  values=$(sed -nE "s/^ +.*${before//[^a-z-]/} [A-Z]+:\{([^}]*)\}.*/\1/p" <<<"$help" | tr ',' ' ')
  if [[ $before == --* && -n $values ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current")
  elif [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(grep -oE '^  (-[a-z],)?--[a-z-]+' <<<"$help" | grep -oE -- '--[a-z-]+')" -- "$current")
  else
    mapfile -t COMPREPLY < <(compgen -W "$(sed -nE '/^Subcommands/,$s/^  ([a-z-]+) .*/\1/p' <<<"$help")" -- "$current")
    [ ${#COMPREPLY[@]} -gt 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
}
complete -F _chokepoint chokepoint
